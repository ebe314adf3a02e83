// From stored values to display values (PS3.4 N.2): modality LUT, VOI, presentation, in this order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dicom/film.h"
#include "dicom/lookup_table.h"
#include "dicom/stored_frame.h"
#include "dicom/voi.h"
#include "dicom/voi_choice.h"

namespace roentgen::dicom {

struct GreyTransform {
  // Modality: the table, if there is one, else slope and intercept.
  double slope = 1;
  double intercept = 0;
  std::optional<LookupTable> modality;

  // VOI: the table, else the window; neither: taken from the image's own values.
  std::optional<LookupTable> voi;
  std::optional<Window> window;
  VoiFunction function = VoiFunction::linear;
  std::vector<VoiChoice> choices;  // all that the file offers

  bool inverse = false;  // the lowest value is shown white

  // Stored values that are no image (PixelPaddingValue … PixelPaddingRangeLimit).
  struct Range {
    double lowest = 0;
    double highest = 0;
    bool contains(double value) const { return value >= lowest && value <= highest; }
  };
  std::optional<Range> padding;

  double modality_value(double stored) const {
    return modality ? modality->at(stored) : slope * stored + intercept;
  }
  bool changes_values() const { return modality || slope != 1 || intercept != 0; }
};

// Precedence of the VOI transformations: the user's window; the file's one that the user names; the first VOI
// LUT; the first window; none. `usage` if the user names one that the file does not have.
base::Result<GreyTransform> read_grey_transform(const DataSet& data, const PixelFormat& format,
                                                const FilmOptions& options, std::vector<std::string>& steps,
                                                std::vector<std::string>& remarks);

std::string presentation_step(const GreyTransform& transform, const PixelFormat& format);

}  // namespace roentgen::dicom
