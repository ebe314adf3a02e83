#include "dataset/film_name.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace roentgen::dataset {

std::string bare_name(const std::string& image) {
  std::string name = std::filesystem::path(image).lexically_normal().generic_string();
  constexpr std::string_view kFolder = "images/";
  if (name.starts_with(kFolder)) name.erase(0, kFolder.size());
  return name;
}

std::string base_name(const std::string& image) {
  const std::filesystem::path path(image);
  const std::string ending = path.extension().string();
  const bool digits = ending.size() > 1 && std::all_of(ending.begin() + 1, ending.end(),
                                                       [](unsigned char c) { return std::isdigit(c) != 0; });
  return digits ? image : std::filesystem::path(path).replace_extension().generic_string();
}

}  // namespace roentgen::dataset
