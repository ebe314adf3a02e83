#include "dicom/pixel_format.h"

#include <algorithm>
#include <array>
#include <climits>

#include "image/codec.h"

namespace roentgen::dicom {
namespace {

std::unexpected<base::Error> refuse(std::string sentence) {
  return base::fail(base::ErrorCode::unusable_input, std::move(sentence));
}

int clipped(long long value) {
  return static_cast<int>(std::clamp<long long>(value, INT_MIN, INT_MAX));
}

base::Result<void> read_size(const DataSet& data, PixelFormat& format) {
  const auto rows = integer(data, tag::kRows);
  const auto columns = integer(data, tag::kColumns);
  if (!rows || !columns) return refuse("the header does not say how many rows and columns the image has");
  if (*rows < 1 || *columns < 1) return refuse("the image has no rows or no columns");
  const std::string size = std::to_string(*columns) + " x " + std::to_string(*rows) + " pixels";
  if (*rows > image::kLargestSide || *columns > image::kLargestSide)
    return refuse("the image claims " + size + "; the largest side read is " +
                  std::to_string(image::kLargestSide));
  format.rows = clipped(*rows);
  format.columns = clipped(*columns);
  if (format.pixels() > image::kMostPixels)
    return refuse("the image claims " + size + "; at most " + std::to_string(image::kMostPixels) +
                  " are read");
  return {};
}

base::Result<void> read_bits(const DataSet& data, PixelFormat& format, std::vector<std::string>& remarks) {
  const auto allocated = integer(data, tag::kBitsAllocated);
  if (!allocated) return refuse("the header does not say how many bits a pixel has");
  constexpr std::array kReadable{1, 8, 16, 32, 64};
  if (std::find(kReadable.begin(), kReadable.end(), *allocated) == kReadable.end())
    return refuse("pixels of " + std::to_string(*allocated) + " bits allocated (packed pixels) are not read");
  format.bits_allocated = clipped(*allocated);
  format.bits_stored = clipped(integer(data, tag::kBitsStored).value_or(*allocated));
  if (format.bits_stored < 1 || format.bits_stored > format.bits_allocated) {
    remarks.push_back("BitsStored " + std::to_string(format.bits_stored) +
                      " makes no sense; taken as BitsAllocated");
    format.bits_stored = format.bits_allocated;
  }
  format.high_bit = clipped(integer(data, tag::kHighBit).value_or(format.bits_stored - 1));
  if (format.high_bit < format.bits_stored - 1 || format.high_bit >= format.bits_allocated) {
    remarks.push_back("HighBit " + std::to_string(format.high_bit) +
                      " makes no sense; taken as BitsStored - 1");
    format.high_bit = format.bits_stored - 1;
  }
  const auto representation = integer(data, tag::kPixelRepresentation);
  if (!representation && format.kind == SampleKind::integer)
    remarks.push_back("PixelRepresentation is missing; taken as unsigned");
  format.is_signed = representation.value_or(0) == 1;
  return {};
}

}  // namespace

base::Result<PixelFormat> read_pixel_format(const DataSet& data, std::vector<std::string>& remarks) {
  PixelFormat format;
  if (find(data, tag::kPixelData) == nullptr) {
    if (find(data, tag::kFloatPixelData) != nullptr) format.kind = SampleKind::float32;
    if (find(data, tag::kDoubleFloatPixelData) != nullptr) format.kind = SampleKind::float64;
  }
  if (const auto size = read_size(data, format); !size) return std::unexpected(size.error());
  if (const auto bits = read_bits(data, format, remarks); !bits) return std::unexpected(bits.error());
  const int float_bits = format.kind == SampleKind::float64 ? 64 : 32;
  if (format.kind != SampleKind::integer && format.bits_allocated != float_bits) {
    remarks.push_back("BitsAllocated does not suit the float pixels");
    format.bits_allocated = format.bits_stored = float_bits;
    format.high_bit = float_bits - 1;
  }

  format.photometric = upper_text(data, tag::kPhotometricInterpretation);
  // Colour models of old editions whose samples are no red, green, blue or luma.
  for (const char* const retired : {"HSV", "ARGB", "CMYK"})
    if (format.photometric == retired)
      return refuse("pictures in the retired colour model " + format.photometric + " are not read");

  const long long samples = integer(data, tag::kSamplesPerPixel).value_or(1);
  if (samples != 1 && samples != 3)
    return refuse("images of " + std::to_string(samples) + " samples per pixel are not read");
  format.samples = clipped(samples);
  if (samples == 3 && (format.bits_allocated == 1 || format.kind != SampleKind::integer))
    return refuse("colour images with 1-bit or floating-point samples are not read");
  format.planar = samples == 3 && integer(data, tag::kPlanarConfiguration).value_or(0) == 1;

  if (format.photometric.empty()) {
    format.photometric = samples == 1 ? "MONOCHROME2" : "RGB";
    remarks.push_back("PhotometricInterpretation is missing; taken as " + format.photometric);
  }

  long long frames = 1;
  if (find(data, tag::kNumberOfFrames) != nullptr) {
    frames = integer(data, tag::kNumberOfFrames).value_or(0);
    if (frames < 1) {
      remarks.push_back("NumberOfFrames makes no sense; taken as 1");
      frames = 1;
    }
  }
  format.frames = clipped(frames);
  return format;
}

}  // namespace roentgen::dicom
