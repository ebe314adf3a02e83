// JPEG (ITU-T T.81), 8, 12 and 16 bits: lossless by jpeg_lossless.h, the rest through DCMTK's three builds of
// the IJG library.
#include <algorithm>
#include <cstring>
#include <memory>

#include "dcmtk/config/osconfig.h"
#include "dcmtk/dcmdata/dcerror.h"
#include "dcmtk/dcmjpeg/djcparam.h"
#include "dcmtk/dcmjpeg/djdijg12.h"
#include "dcmtk/dcmjpeg/djdijg16.h"
#include "dcmtk/dcmjpeg/djdijg8.h"
#include "dicom/codec_frame.h"
#include "dicom/dcmtk_quiet.h"
#include "dicom/jpeg_header.h"
#include "dicom/jpeg_lossless.h"

namespace roentgen::dicom {
namespace {

// Progressive streams can hold any number of scans over the whole image; real ones have about ten.
constexpr int kMostScans = 100;
constexpr double kMostScannedPixels = 2e9;
constexpr int kMostCategory = 16;  // of a difference (T.81 table H.2)

base::Result<JpegHeader> check_header(ByteView stream, const PixelFormat& format) {
  const auto header = read_jpeg_header(stream);
  if (!header) return undecodable("the JPEG stream is damaged at its start");
  if (header->rows != format.rows || header->columns != format.columns)
    return undecodable("the JPEG stream has " + std::to_string(header->columns) + " x " +
                       std::to_string(header->rows) + " pixels, the header says " +
                       std::to_string(format.columns) + " x " + std::to_string(format.rows));
  if (header->components != format.samples)
    return undecodable("the JPEG stream has " + std::to_string(header->components) +
                       " samples per pixel, the header says " + std::to_string(format.samples));
  if (header->precision < 2 || header->precision > 16)
    return undecodable("the JPEG stream has an impossible precision");
  if (header->scans == 0) return undecodable("the JPEG stream has no image data");
  const double scanned = static_cast<double>(format.pixels()) * header->scans;
  if (header->scans > kMostScans || scanned > kMostScannedPixels)
    return undecodable("the JPEG stream has " + std::to_string(header->scans) +
                       " scans, more than any real image");
  // The IJG libraries pass over a segment of no length and read on: tables that nobody has looked at.
  if (!header->can_be_followed) return undecodable("the JPEG stream has a segment of an impossible length");
  // The IJG libraries look categories up in tables of 16 or 17 entries without looking at the number
  // (CVE-2026-44038); 16 has a meaning in lossless streams only.
  if (header->largest_category > (header->is_lossless() ? kMostCategory : kMostCategory - 1))
    return undecodable("the JPEG stream has an impossible Huffman table");
  if (!plausible_size(format, stream.size(), 300))
    return undecodable("the JPEG stream is too short for its image");
  return *header;
}

// The libraries fill up what is missing of a damaged stream with grey and only warn (level -1): remembered
// here.
template <class Decoder>
class Strict : public Decoder {
 public:
  Strict(const DJCodecParameter& parameters, bool& damaged)
      : Decoder(parameters, OFFalse), damaged_(damaged) {}
  void emitMessage(int level) const override {
    if (level < 0) damaged_ = true;
  }

 private:
  bool& damaged_;
};

// Only the library for 16 bits knows of category 16.
std::unique_ptr<DJDecoder> make_decoder(const DJCodecParameter& parameters, const JpegHeader& header,
                                        bool& damaged) {
  const int precision = header.largest_category >= kMostCategory ? 16 : header.precision;
  if (precision <= 8) return std::make_unique<Strict<DJDecompressIJG8Bit>>(parameters, damaged);
  if (precision <= 12) return std::make_unique<Strict<DJDecompressIJG12Bit>>(parameters, damaged);
  return std::make_unique<Strict<DJDecompressIJG16Bit>>(parameters, damaged);
}

// Some 12-bit streams of NEMA's old sample set name an empty band of coefficients in a sequential scan, which
// must always be 0…63 (T.81 table B.3).
ByteView with_repaired_scan(ByteView stream, const JpegHeader& header, base::Bytes& storage,
                            std::vector<std::string>& remarks) {
  const std::size_t length = load16(stream.data() + header.first_scan_at + 2, true);
  const std::size_t band = header.first_scan_at + 2 + length - 3;
  if (!header.is_sequential() || length < 6 || stream[band] != std::byte{0} ||
      stream[band + 1] != std::byte{0})
    return stream;
  storage.assign(stream.begin(), stream.end());
  storage[band + 1] = std::byte{63};
  remarks.push_back("the JPEG scan header was repaired (Se = 0)");
  return storage;
}

}  // namespace

base::Result<DecodedFrame> decode_jpeg(ByteView stream, const PixelFormat& format,
                                       std::vector<std::string>& remarks) {
  const auto header = check_header(stream, format);
  if (!header) return std::unexpected(header.error());
  if (auto lossless = decode_jpeg_lossless(stream, *header, format)) {
    if (*lossless) lossless->value().ycbcr = format.samples == 3 && format.photometric.starts_with("YBR");
    return std::move(*lossless);
  }
  base::Bytes storage;
  stream = with_repaired_scan(stream, *header, storage, remarks);

  silence_dcmtk();
  const DJCodecParameter parameters(ECC_lossyYCbCr, EDC_never, EUC_never, EPC_colorByPixel);
  DecodedFrame frame;
  bool damaged = false;
  try {
    const auto decoder = make_decoder(parameters, *header, damaged);
    const std::size_t bytes = decoder->bytesPerSample();
    frame.bits_used = header->precision;
    frame.bits_allocated = std::max(format.bits_allocated, static_cast<int>(8 * bytes));
    frame.samples = SampleBuffer::of_size(format.samples_per_frame() * bytes);
    OFCondition condition = decoder->init();
    if (condition.good())
      condition =
          decoder->decode(reinterpret_cast<Uint8*>(const_cast<std::byte*>(stream.data())),
                          static_cast<Uint32>(stream.size()), reinterpret_cast<Uint8*>(frame.samples.data()),
                          static_cast<Uint32>(frame.samples.size()), format.is_signed ? OFTrue : OFFalse);
    if (condition == EJ_Suspension) return undecodable("the JPEG stream ends before its image is complete");
    if (condition.bad()) return undecodable("the JPEG stream cannot be decoded");
    if (damaged) return undecodable("the JPEG stream is damaged: a part of its image is missing");
    widen(frame.samples, bytes, static_cast<std::size_t>(frame.bits_allocated) / 8);
  } catch (const std::exception&) {
    return undecodable("the JPEG stream cannot be decoded");
  }
  if (format.samples == 3 && !header->is_lossless()) {
    // Lossy colour is Y, Cb, Cr unless the stream says otherwise (IJG's rules; the header is often wrong).
    const bool says_rgb = header->adobe_transform.value_or(1) == 0 || header->rgb_identifiers;
    const bool says_ycbcr = header->jfif || header->adobe_transform.value_or(0) == 1;
    frame.ycbcr = says_ycbcr || (!says_rgb && format.photometric != "RGB");
  } else {
    frame.ycbcr = format.samples == 3 && format.photometric.starts_with("YBR");
  }
  return frame;
}

}  // namespace roentgen::dicom
