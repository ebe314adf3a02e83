// Any bytes as a DICOM file: every value that was read lies inside the file (or inside what was inflated),
// and every way of reading it ends.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>

#include "dicom/frame_fragments.h"
#include "dicom/part10.h"

namespace {

using namespace roentgen::dicom;

bool inside(ByteView value, ByteView whole) {
  return value.empty() ||
         (value.data() >= whole.data() && value.data() + value.size() <= whole.data() + whole.size());
}

void check(const DataSet& set, ByteView file, ByteView inflated, int depth) {
  if (depth > static_cast<int>(kDeepestNesting)) std::abort();
  for (const Element& element : set.elements) {
    if (!inside(element.value, file) && !inside(element.value, inflated)) std::abort();
    for (const std::string& text : texts(set, element.tag))
      for (const char c : text)
        if (c >= 0 && c < 0x20) std::abort();
    (void)integer(set, element.tag);
    (void)decimals(set, element.tag);
    (void)shorts(set, element.tag);
    for (const DataSet& item : element.items) check(item, file, inflated, depth + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  const auto file = read_part10(bytes);
  if (!file) return file.error().message.empty() ? std::abort(), 0 : 0;
  // Every attribute is looked for from the front: with thousands of them this target would only count.
  if (file->data.elements.size() < 200) check(file->data, bytes, file->inflated, 0);
  check(file->meta, bytes, file->inflated, 0);
  for (const ByteView fragment : file->fragments)
    if (!inside(fragment, bytes) && !inside(fragment, file->inflated)) std::abort();
  std::vector<std::string> remarks;
  for (const Codec codec : {Codec::rle, Codec::jpeg, Codec::jpeg_2000})
    for (const int frames : {1, 2, 1000}) (void)frames_of_fragments(*file, frames, codec, remarks);
  return 0;
}
