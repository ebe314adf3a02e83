#include "objects/key_objects.h"

#include <utility>

#include "objects/concepts.h"
#include "objects/content_writing.h"
#include "objects/document.h"
#include "objects/report.h"

namespace roentgen::objects {

base::Result<std::vector<Object>> write_key_objects(const Context& context) {
  const study::Reading& reading = context.input.reading;
  if (reading.triage.urgency != study::Urgency::urgent || !has_film(context)) return std::vector<Object>{};
  const Header header{"ko", kKeyObjectSelection, "KO", "Roentgen: urgent film (AI)", 9002};
  const Source& source = context.input.source;
  ContentItem root = container(Relation::none, concepts::kOfInterest, "2010");
  root.add(language_item());
  for (ContentItem& item : device_observer(context)) root.add(std::move(item));
  root.add(text_item(Relation::contains, concepts::kKeyObjectDescription,
                     "Urgent by automatic reading: " + reading.triage.reason + " " + study::kNotice));
  root.add(image_item(Relation::contains, film_object(source)));
  dicom::DataSetWriter out = begin_object(context, header);
  refer_to_evidence(context, {film_evidence(source)}, out);
  write_content(root, out);
  std::vector<Object> objects;
  objects.push_back(finish_object(context, header, out));
  return objects;
}

}  // namespace roentgen::objects
