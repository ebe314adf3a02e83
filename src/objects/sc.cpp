#include "objects/sc.h"

#include <algorithm>

#include "image/draw.h"
#include "image/turn.h"
#include "objects/present_reading.h"
#include "objects/seg.h"
#include "objects/tags.h"
#include "results/overlay.h"
#include "study/turn.h"

namespace roentgen::objects {
namespace {

constexpr std::string_view kSecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";
constexpr image::Colour kWarning{255, 214, 10}, kPlain{225, 225, 225};

// A black strip above the picture with the mark and every present finding, so that it hides nothing of the
// film and no window dims it.
image::Picture marked(const image::Picture& picture, const std::vector<std::string>& notice) {
  const int letter = std::clamp(picture.columns / 40, 8, 24), small = std::clamp(picture.columns / 64, 7, 16);
  struct Line {
    std::string text;
    bool is_mark;
    image::Box box;
  };
  std::vector<Line> lines;
  int strip = letter;
  for (const std::string& text : notice) {
    const bool mark = &text == &notice.front();
    for (const std::string& line : image::label_lines(text, mark ? letter : small, picture.columns - small)) {
      lines.push_back({line, mark, image::label_box(line, mark ? letter : small)});
      strip += lines.back().box.rows;
    }
  }
  image::Picture result{picture.rows + strip, picture.columns, {}};
  result.samples.reserve(static_cast<std::size_t>(result.rows) * static_cast<std::size_t>(result.columns) *
                         3);
  result.samples.assign(static_cast<std::size_t>(strip) * static_cast<std::size_t>(picture.columns) * 3, 0);
  result.samples.insert(result.samples.end(), picture.samples.begin(), picture.samples.end());
  double top = letter / 2.0;
  for (const Line& line : lines) {
    const double left = line.is_mark ? std::max(0, (picture.columns - line.box.columns) / 2) : small / 2.0;
    image::draw_label(result, {left, top}, line.text, line.is_mark ? kWarning : kPlain,
                      line.is_mark ? letter : small);
    top += line.box.rows;
  }
  return result;
}

}  // namespace

image::Picture captured(const Input& input) {
  const study::Correction& correction = input.reading.gate.correction;
  // Shrunk before it is turned: the film has ten times as many pixels.
  image::Image film = image::shrunk(*input.display, results::OverlayOptions{}.longest_side);
  film = image::turned(film, correction.turned_degrees);
  if (correction.inverted) film = image::inverted(film);
  std::vector<image::Plane> planes;
  std::vector<results::Heat> heats;
  for (const Heat& heat : input.heats)
    if (planes.empty() && may_show(input.reading, heat)) {
      planes.push_back(image::turned(*heat.plane, correction.turned_degrees));
      heats.push_back({heat.title, nullptr});
    }
  for (std::size_t i = 0; i < planes.size(); ++i) heats[i].plane = &planes[i];
  return marked(results::overlay(film, study::as_displayed(input.reading), heats),
                notice_lines(input.reading));
}

base::Result<std::vector<Object>> write_secondary_capture(const Context& context) {
  const Input& input = context.input;
  if (input.display == nullptr || input.reading.status != study::Status::read) return std::vector<Object>{};
  const image::Picture picture = captured(input);
  const Header header{"sc", kSecondaryCapture, "OT", "Roentgen results as a picture", 9006};
  dicom::DataSetWriter out = begin_object(context, header);
  out.text(dicom::tag::kImageType, "CS", "DERIVED\\SECONDARY\\OTHER\\AI_RESULTS")
      .text(tag::kConversionType, "CS", "WSD")
      .text(tag::kBurnedInAnnotation, "CS", "YES")
      .text(dicom::tag::kDerivationDescription, "ST",
            std::string("Outlines, evidence and measurements drawn by roentgen. ") + kMark)
      .text(tag::kPatientOrientation, "CS", "")
      .text(tag::kLaterality, "CS", side_of(input.source))
      .number(dicom::tag::kSamplesPerPixel, 3)
      .text(dicom::tag::kPhotometricInterpretation, "CS", "RGB")
      .number(dicom::tag::kPlanarConfiguration, 0)
      .number(dicom::tag::kRows, static_cast<std::uint16_t>(picture.rows))
      .number(dicom::tag::kColumns, static_cast<std::uint16_t>(picture.columns))
      .number(dicom::tag::kBitsAllocated, 8)
      .number(dicom::tag::kBitsStored, 8)
      .number(dicom::tag::kHighBit, 7)
      .number(dicom::tag::kPixelRepresentation, 0)
      .bytes(dicom::tag::kPixelData, "OB", std::as_bytes(std::span(picture.samples)));
  dicom::DataSetWriter source = film_reference(input.source);
  source.text(tag::kSpatialLocationsPreserved, "CS", "NO")
      .sequence(tag::kPurposeOfReferenceCodeSequence,
                {code_item({"121322", "DCM", "Source image for image processing operation"})});
  out.sequence(tag::kSourceImageSequence, {source});
  std::vector<Object> objects;
  objects.push_back(finish_object(context, header, out));
  return objects;
}

}  // namespace roentgen::objects
