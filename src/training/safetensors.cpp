#include "training/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "model/half_weights.h"

namespace roentgen::training {
namespace {

constexpr std::uint64_t kLargestHeader = 4u << 20;
constexpr std::size_t kMostTensors = 10'000;
constexpr std::size_t kMostDimensions = 8;

enum class Kind { f16, bf16, f32 };

struct Entry {
  std::string name;
  Kind kind = Kind::f32;
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0, end = 0;
};

std::unexpected<base::Error> bad(const std::string& why) {
  return base::fail(base::ErrorCode::unusable_input, "not a usable safetensors file: " + why + ".");
}

template <class T>
T read_little(std::span<const std::byte> bytes) {
  T value;
  static_assert(std::endian::native == std::endian::little);
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

// Names come from outside and go into messages: keep them short and printable.
std::string shown(const std::string& name) {
  std::string out = name.substr(0, 80);
  std::ranges::replace_if(
      out, [](char c) { return c < 32 || c > 126; }, '?');
  return "\"" + out + "\"";
}

base::Result<Entry> read_entry(const std::string& name, const nlohmann::json& json, std::uint64_t data_size) {
  const auto wrong = [&](const char* why) { return bad("tensor " + shown(name) + " " + why); };
  if (!json.is_object() || !json.contains("dtype") || !json.contains("shape") ||
      !json.contains("data_offsets"))
    return wrong("lacks dtype, shape or data_offsets");
  Entry entry;
  entry.name = name;
  const auto& kind = json["dtype"];
  if (kind == "F32")
    entry.kind = Kind::f32;
  else if (kind == "F16")
    entry.kind = Kind::f16;
  else if (kind == "BF16")
    entry.kind = Kind::bf16;
  else
    return wrong("has a type other than F16, BF16 and F32");

  const auto& shape = json["shape"];
  if (!shape.is_array() || shape.size() > kMostDimensions) return wrong("has no usable shape");
  std::uint64_t count = 1;
  for (const auto& side : shape) {
    if (!side.is_number_unsigned()) return wrong("has no usable shape");
    const auto length = side.get<std::uint64_t>();
    // Each factor is held against the data there is, so the product cannot overflow.
    if (length > data_size) return wrong("is larger than the file");
    count *= length;
    if (count > data_size) return wrong("is larger than the file");
    entry.shape.push_back(static_cast<std::int64_t>(length));
  }
  const auto& offsets = json["data_offsets"];
  if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
      !offsets[1].is_number_unsigned())
    return wrong("has no usable offsets");
  entry.begin = offsets[0].get<std::uint64_t>();
  entry.end = offsets[1].get<std::uint64_t>();
  const std::uint64_t width = entry.kind == Kind::f32 ? 4 : 2;
  if (entry.begin > entry.end || entry.end > data_size) return wrong("lies outside the file");
  if (entry.end - entry.begin != count * width) return wrong("has a size that does not fit its shape");
  return entry;
}

StoredTensor widen(Entry& entry, std::span<const std::byte> data) {
  StoredTensor tensor;
  tensor.shape = std::move(entry.shape);
  const std::size_t width = entry.kind == Kind::f32 ? 4 : 2;
  const auto part = data.subspan(entry.begin, entry.end - entry.begin);
  tensor.values.resize(part.size() / width);
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    const auto at = part.subspan(i * width, width);
    if (entry.kind == Kind::f32)
      tensor.values[i] = read_little<float>(at);
    else if (entry.kind == Kind::f16)
      tensor.values[i] = model::from_half(read_little<std::uint16_t>(at));
    else
      tensor.values[i] = std::bit_cast<float>(std::uint32_t{read_little<std::uint16_t>(at)} << 16);
  }
  return tensor;
}

}  // namespace

base::Result<StoredTensors> parse_safetensors(std::span<const std::byte> bytes) {
  if (bytes.size() < 8) return bad("it is shorter than 8 bytes");
  const auto header_size = read_little<std::uint64_t>(bytes);
  if (header_size > kLargestHeader) return bad("its header would be larger than 4 MiB");
  if (header_size > bytes.size() - 8) return bad("it ends within its header");
  const auto header = bytes.subspan(8, header_size);
  const auto data = bytes.subspan(8 + header_size);

  const char* text = reinterpret_cast<const char*>(header.data());
  // Only two levels of nesting exist in the format; deeper ones are dropped while reading.
  const auto shallow = [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) { return depth <= 3; };
  const auto json = nlohmann::json::parse(text, text + header.size(), shallow, /*allow_exceptions=*/false);
  if (!json.is_object()) return bad("its header is not a JSON object");
  if (json.size() > kMostTensors) return bad("it has more than 10,000 tensors");

  std::vector<Entry> entries;
  for (const auto& [name, value] : json.items()) {
    if (name == "__metadata__") continue;
    auto entry = read_entry(name, value, data.size());
    if (!entry) return std::unexpected(entry.error());
    entries.push_back(std::move(*entry));
  }
  std::ranges::sort(entries, {}, [](const Entry& e) { return std::pair(e.begin, e.end); });
  std::uint64_t next = 0;
  for (const Entry& entry : entries) {
    if (entry.begin != next) return bad("tensor " + shown(entry.name) + " overlaps another or leaves a hole");
    next = entry.end;
  }
  if (next != data.size()) return bad("bytes at its end belong to no tensor");

  StoredTensors tensors;
  for (Entry& entry : entries) tensors.emplace(entry.name, widen(entry, data));
  return tensors;
}

base::Bytes write_safetensors(const StoredTensors& tensors) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  base::Bytes data;
  const auto append = [](base::Bytes& bytes, const auto& value) {
    const auto* at = reinterpret_cast<const std::byte*>(&value);
    bytes.insert(bytes.end(), at, at + sizeof value);
  };
  for (const auto& [name, tensor] : tensors) {
    const bool half = tensor.shape.size() > 1;
    const std::size_t begin = data.size();
    for (const float value : tensor.values) {
      if (half)
        append(data, model::to_half(value));
      else
        append(data, value);
    }
    header[name] = {
        {"dtype", half ? "F16" : "F32"}, {"shape", tensor.shape}, {"data_offsets", {begin, data.size()}}};
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');  // the data begins at a multiple of 8
  base::Bytes file;
  append(file, std::uint64_t{text.size()});
  for (const char c : text) file.push_back(static_cast<std::byte>(c));
  file.insert(file.end(), data.begin(), data.end());
  return file;
}

}  // namespace roentgen::training
