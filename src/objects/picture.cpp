#include "objects/picture.h"

#include <bit>
#include <utility>

#include "objects/tags.h"

namespace roentgen::objects {

void add_grey_pixels(const image::Image& display, dicom::DataSetWriter& out) {
  out.number(dicom::tag::kSamplesPerPixel, 1)
      .text(dicom::tag::kPhotometricInterpretation, "CS", "MONOCHROME2")
      .number(dicom::tag::kRows, static_cast<std::uint16_t>(display.rows))
      .number(dicom::tag::kColumns, static_cast<std::uint16_t>(display.columns))
      .number(dicom::tag::kBitsAllocated, 16)
      .number(dicom::tag::kBitsStored, 16)
      .number(dicom::tag::kHighBit, 15)
      .number(dicom::tag::kPixelRepresentation, 0);
  dicom::ByteView pixels = std::as_bytes(std::span(display.samples));
  base::Bytes swapped;
  if constexpr (std::endian::native == std::endian::big) {
    swapped.assign(pixels.begin(), pixels.end());
    for (std::size_t i = 0; i + 1 < swapped.size(); i += 2) std::swap(swapped[i], swapped[i + 1]);
    pixels = swapped;
  }
  out.bytes(dicom::tag::kPixelData, "OW", pixels);
}

base::Result<std::vector<Object>> write_picture(const Context& context) {
  const Source& source = context.input.source;
  const image::Image* display = context.input.display;
  if (!source.needs_picture || display == nullptr || display->samples.empty()) return std::vector<Object>{};
  if (display->rows > 65535 || display->columns > 65535)
    return base::fail(base::ErrorCode::internal, "a DICOM picture has at most 65535 rows and columns");
  const Header header{"picture", source.sop_class_uid, "OT", "Film as received by Roentgen", 9000};
  dicom::DataSetWriter out = begin_object(context, header);
  // The film's own, not this run's: another reading of the same film points at the same picture, and writes
  // the same bytes.
  for (const Tag tag : {tag::kDeviceSerialNumber, tag::kSoftwareVersions}) out.remove(tag);
  out.text(dicom::tag::kSopInstanceUid, "UI", source.sop_instance_uid)
      .text(tag::kSeriesInstanceUid, "UI", source.series_instance_uid)
      .text(dicom::tag::kImageType, "CS", "DERIVED\\SECONDARY")
      .text(tag::kConversionType, "CS", "WSD")
      .text(tag::kPatientOrientation, "CS", "")
      .text(tag::kLaterality, "CS", "");
  // PS3.3 C.11.2.1.2: with this window the function is the identity over 0 … 65535.
  out.text(dicom::tag::kWindowCenter, "DS", "32768").text(dicom::tag::kWindowWidth, "DS", "65536");
  add_grey_pixels(*display, out);

  Object object;
  object.kind = header.kind;
  object.sop_class_uid = source.sop_class_uid;
  object.sop_instance_uid = source.sop_instance_uid;
  object.series_instance_uid = source.series_instance_uid;
  object.file_name = "picture.dcm";
  object.file = dicom::part10_file(out, object.sop_class_uid, object.sop_instance_uid);
  std::vector<Object> objects;
  objects.push_back(std::move(object));
  return objects;
}

}  // namespace roentgen::objects
