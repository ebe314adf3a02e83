#include "dicom/frame_attributes.h"

namespace roentgen::dicom {

const DataSet& attributes_of_frame(const DataSet& data, int frame, Tag macro_sequence) {
  const auto per_frame = items(data, tag::kPerFrameFunctionalGroups);
  if (const auto index = static_cast<std::size_t>(frame); index < per_frame.size())
    if (const auto macro = items(per_frame[index], macro_sequence); !macro.empty()) return macro[0];
  const auto shared = items(data, tag::kSharedFunctionalGroups);
  if (!shared.empty())
    if (const auto macro = items(shared[0], macro_sequence); !macro.empty()) return macro[0];
  return data;
}

}  // namespace roentgen::dicom
