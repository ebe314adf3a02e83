// JPEG-LS (ITU-T T.87) through DCMTK's decoder, which wants a data set around the stream.
#include <algorithm>

#include "dcmtk/config/osconfig.h"
#include "dcmtk/dcmdata/dcdatset.h"
#include "dcmtk/dcmdata/dcdeftag.h"
#include "dcmtk/dcmdata/dcpixseq.h"
#include "dcmtk/dcmdata/dcpxitem.h"
#include "dcmtk/dcmjpls/djcodecd.h"
#include "dcmtk/dcmjpls/djcparam.h"
#include "dicom/codec_frame.h"
#include "dicom/dcmtk_quiet.h"
#include "dicom/jpeg_header.h"

namespace roentgen::dicom {
namespace {

// Tags are given with their VR: without it DCMTK would read its dictionary, a text file, at every start.
void put(DcmItem& item, const DcmTagKey& key, int value) {
  item.putAndInsertUint16(DcmTag(key, DcmVR(EVR_US)), static_cast<Uint16>(value));
}

base::Result<JpegHeader> check_header(ByteView stream, const PixelFormat& format) {
  const auto header = read_jpeg_header(stream);
  if (!header || !header->is_jpeg_ls()) return undecodable("the JPEG-LS stream is damaged at its start");
  if (header->rows != format.rows || header->columns != format.columns ||
      header->components != format.samples)
    return undecodable("the JPEG-LS stream has another size than the header says");
  if (header->precision < 2 || header->precision > 16)
    return undecodable("the JPEG-LS stream has an impossible precision");
  if (header->scans == 0) return undecodable("the JPEG-LS stream has no image data");
  if (!plausible_size(format, stream.size(), 20'000))
    return undecodable("the JPEG-LS stream is too short for its image");
  return *header;
}

}  // namespace

base::Result<DecodedFrame> decode_jpeg_ls(ByteView stream, const PixelFormat& format) {
  const auto header = check_header(stream, format);
  if (!header) return std::unexpected(header.error());
  silence_dcmtk();
  DecodedFrame frame;
  const std::size_t bytes = header->precision <= 8 ? 1 : 2;
  frame.bits_used = header->precision;
  frame.bits_allocated = std::max(format.bits_allocated, static_cast<int>(8 * bytes));
  frame.samples.resize(format.samples_per_frame() * bytes);
  frame.ycbcr = format.samples == 3 && format.photometric.starts_with("YBR");
  try {
    DcmDataset data;
    put(data, DCM_SamplesPerPixel, format.samples);
    put(data, DCM_PlanarConfiguration, 0);
    put(data, DCM_Rows, format.rows);
    put(data, DCM_Columns, format.columns);
    put(data, DCM_BitsAllocated, static_cast<int>(8 * bytes));
    put(data, DCM_BitsStored, header->precision);
    put(data, DCM_HighBit, header->precision - 1);
    put(data, DCM_PixelRepresentation, 0);
    data.putAndInsertString(DcmTag(DCM_PhotometricInterpretation, DcmVR(EVR_CS)),
                            format.samples == 3 ? "RGB" : "MONOCHROME2");
    data.putAndInsertString(DcmTag(DCM_NumberOfFrames, DcmVR(EVR_IS)), "1");

    DcmPixelSequence sequence(DcmTag(DCM_PixelData, DcmVR(EVR_OB)));
    sequence.insert(new DcmPixelItem(DcmTag(DCM_PixelItemTag, DcmVR(EVR_OB))));  // the offset table
    auto* item = new DcmPixelItem(DcmTag(DCM_PixelItemTag, DcmVR(EVR_OB)));
    sequence.insert(item);
    // An odd length would be padded by DCMTK; the decoder does not mind the extra byte.
    if (item->putUint8Array(reinterpret_cast<const Uint8*>(stream.data()),
                            static_cast<unsigned long>(stream.size()))
            .bad())
      return base::fail(base::ErrorCode::internal, "the JPEG-LS stream could not be handed to its decoder");

    const DJLSCodecParameter parameters(EJLSUC_never, EJLSPC_colorByPixel, OFTrue, OFTrue);
    const DJLSLosslessDecoder decoder;
    const DJLSDecoderBase& base = decoder;
    Uint32 fragment = 1;
    OFString colour_model;
    const OFCondition condition =
        base.decodeFrame(nullptr, &sequence, &parameters, &data, 0, fragment, frame.samples.data(),
                         static_cast<Uint32>(frame.samples.size()), colour_model);
    if (condition.bad())
      return undecodable("the JPEG-LS stream cannot be decoded: it is damaged or cut short");
  } catch (const std::exception&) {
    return undecodable("the JPEG-LS stream cannot be decoded");
  }
  widen(frame.samples, bytes, static_cast<std::size_t>(frame.bits_allocated) / 8);
  return frame;
}

}  // namespace roentgen::dicom
