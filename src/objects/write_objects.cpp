#include "objects/write_objects.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "objects/chest_cad.h"
#include "objects/encapsulated_pdf.h"
#include "objects/gsps.h"
#include "objects/key_objects.h"
#include "objects/picture.h"
#include "objects/pm.h"
#include "objects/report.h"
#include "objects/sc.h"
#include "objects/seg.h"

namespace roentgen::objects {
namespace {

constexpr std::array kKinds = std::to_array<Kind>({
    {"picture", "The film itself, where it came without identifiers", &write_picture},
    {"seg", "Segmentations: outlined structures, and heat maps as fractions", &write_segmentations},
    {"pm", "Parametric Map: heat maps in numbers", &write_parametric_map},
    {"gsps", "Presentation State: layers of outlines, boxes and texts for a viewer",
     &write_presentation_state},
    {"sc", "Secondary Capture: the film with everything drawn on it", &write_secondary_capture},
    {"pdf", "Encapsulated PDF: the reports in words", &write_pdfs},
    {"cad", "Chest CAD SR: marks, and what was run", &write_chest_cad},
    {"ko", "Key Object Selection, of urgent films", &write_key_objects},
    // The root refers to all others: it stays last.
    {"sr", "Comprehensive 3D SR: findings and measurements", &write_report},
});

}  // namespace

std::span<const Kind> kinds() {
  return kKinds;
}

base::Result<std::vector<Object>> write_objects(const Input& input, const Choice& choice) {
  for (const std::string& kind : choice.kinds)
    if (std::ranges::find(kKinds, kind, &Kind::name) == kKinds.end())
      return base::fail(base::ErrorCode::usage, "there is no object of this kind", kind);
  const study::Reading reading = chosen(input.reading, choice);
  const Input wanted{reading,     input.source,  input.display, input.masks,
                     input.heats, input.earlier, input.reports, input.grey};
  Context context{wanted, choice, identity_of(wanted, choice), {}};
  for (const Kind& kind : kKinds) {
    const bool asked =
        choice.kinds.empty() || std::ranges::find(choice.kinds, kind.name) != choice.kinds.end();
    if (!asked && kind.name != "picture") continue;
    auto objects = kind.write(context);
    if (!objects) return std::unexpected(objects.error());
    std::ranges::move(*objects, std::back_inserter(context.written));
  }
  return std::move(context.written);
}

}  // namespace roentgen::objects
