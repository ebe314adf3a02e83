#include "exchange/uuid.h"

#include <span>
#include <utility>

#include "base/sha256.h"

namespace roentgen::exchange {

std::string uuid_of_words(std::initializer_list<std::string_view> words) {
  std::string all;
  for (const std::string_view word : words) all.append(std::to_string(word.size())).append(":").append(word);
  std::string hex = base::sha256_hex(std::as_bytes(std::span(all))).substr(0, 32);
  hex[12] = '8';                                                                // the version
  hex[16] = "89ab"[(hex[16] <= '9' ? hex[16] - '0' : hex[16] - 'a' + 10) & 3];  // the variant
  const std::string_view all_of_it = hex;
  std::string uuid;
  for (const auto& [from, count] : {std::pair{0U, 8U}, {8U, 4U}, {12U, 4U}, {16U, 4U}, {20U, 12U}})
    uuid.append(uuid.empty() ? "" : "-").append(all_of_it.substr(from, count));
  return uuid;
}

}  // namespace roentgen::exchange
