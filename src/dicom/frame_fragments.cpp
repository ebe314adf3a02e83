#include "dicom/frame_fragments.h"

#include <algorithm>

namespace roentgen::dicom {
namespace {

using Frames = std::vector<std::vector<ByteView>>;

// Offsets count from the first byte after the offset table, item headers included.
Frames by_offsets(std::span<const ByteView> fragments, const std::vector<std::uint64_t>& offsets) {
  Frames frames;
  std::uint64_t at = 0;
  for (const ByteView fragment : fragments) {
    if (frames.size() < offsets.size() && offsets[frames.size()] == at) frames.emplace_back();
    if (frames.empty()) return {};
    frames.back().push_back(fragment);
    at += 8 + fragment.size();
  }
  return frames.size() == offsets.size() ? frames : Frames{};
}

std::vector<std::uint64_t> offset_table(const Part10& file, ByteView basic) {
  std::vector<std::uint64_t> offsets;
  if (const Element* extended = find(file.data, tag::kExtendedOffsetTable);
      extended != nullptr && basic.empty()) {
    for (std::size_t i = 0; i + 8 <= extended->value.size(); i += 8)
      offsets.push_back(load64(extended->value.data() + i, false));
    return offsets;
  }
  for (std::size_t i = 0; i + 4 <= basic.size(); i += 4) offsets.push_back(load32(basic.data() + i, false));
  return offsets;
}

bool starts_stream(ByteView fragment, Codec codec) {
  if (fragment.size() < 4) return false;
  const std::uint16_t marker = load16(fragment.data(), true);
  if (codec == Codec::jpeg || codec == Codec::jpeg_ls) return marker == 0xFFD8;
  if (codec == Codec::jpeg_2000 || codec == Codec::htj2k)
    return marker == 0xFF4F || load32(fragment.data(), true) == 0x0000000C;  // code stream or JP2 box
  return true;
}

Frames by_markers(std::span<const ByteView> fragments, Codec codec) {
  Frames frames;
  for (const ByteView fragment : fragments) {
    if (starts_stream(fragment, codec)) frames.emplace_back();
    if (frames.empty()) return {};
    frames.back().push_back(fragment);
  }
  return frames;
}

}  // namespace

base::Result<Frames> frames_of_fragments(const Part10& file, int frames, Codec codec,
                                         std::vector<std::string>& remarks) {
  if (file.fragments.size() < 2)
    return base::fail(base::ErrorCode::unusable_input, "the compressed pixel data are empty");
  const auto fragments = std::span(file.fragments).subspan(1);
  const auto expected = static_cast<std::size_t>(frames);

  if (frames == 1) {
    Frames one(1);
    one[0].assign(fragments.begin(), fragments.end());
    if (fragments.size() > 1 && codec != Codec::rle) return one;
    one[0].resize(1);
    if (fragments.size() > 1) remarks.push_back("more compressed pieces than frames; the first is used");
    return one;
  }
  const auto offsets = offset_table(file, file.fragments[0]);
  if (offsets.size() == expected)
    if (Frames found = by_offsets(fragments, offsets); !found.empty()) return found;
  if (!offsets.empty()) remarks.push_back("the offset table does not fit the pixel data");
  if (fragments.size() == expected) {
    Frames found;
    for (const ByteView fragment : fragments) found.push_back({fragment});
    return found;
  }
  Frames found = by_markers(fragments, codec);
  if (found.empty())
    return base::fail(base::ErrorCode::unusable_input, "the compressed frames cannot be told apart");
  if (found.size() != expected)
    remarks.push_back("the header claims " + std::to_string(frames) + " frames; the pixel data hold " +
                      std::to_string(found.size()));
  return found;
}

ByteView joined(const std::vector<ByteView>& fragments, base::Bytes& storage) {
  if (fragments.size() == 1) return fragments[0];
  storage.clear();
  for (const ByteView fragment : fragments) storage.insert(storage.end(), fragment.begin(), fragment.end());
  return storage;
}

}  // namespace roentgen::dicom
