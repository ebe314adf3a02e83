// The content tree of a structured report (PS3.3 C.17.3) as a plain value, for writing and for reading.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "objects/codes.h"

namespace roentgen::objects {

enum class ValueType {
  container,
  text,
  code,
  num,
  uidref,
  pname,
  date,
  time,
  datetime,
  image,
  composite,
  scoord,
  scoord3d,
  other
};

enum class Relation {
  none,  // the root's
  contains,
  has_obs_context,
  has_acq_context,
  has_concept_mod,
  has_properties,
  inferred_from,
  selected_from,
  other
};

const char* word(ValueType type);     // "CONTAINER"
const char* word(Relation relation);  // "CONTAINS"; empty for none

// Of an IMAGE or a COMPOSITE.
struct ReferencedObject {
  std::string sop_class_uid, sop_instance_uid;
  std::vector<int> frames;    // counted from 1; empty: all
  std::vector<int> segments;  // counted from 1
  bool operator==(const ReferencedObject&) const = default;
};

struct ContentItem {
  Relation relation = Relation::none;
  ValueType type = ValueType::container;
  OwnedCode concept_name;   // empty value: none
  std::string template_id;  // of a container: "1500"; empty: not said
  std::string text;         // TEXT, UIDREF, PNAME, DATE, TIME, DATETIME
  OwnedCode code;           // CODE
  double number = 0;        // NUM
  bool has_number = true;   // NUM: false if it has no value
  OwnedCode unit;           // NUM
  ReferencedObject object;  // IMAGE, COMPOSITE
  // SCOORD: "POINT", "POLYLINE", …, and column, row pairs where 0, 0 is the outer corner of the top-left
  // pixel (C.18.6.1.1); SCOORD3D: x, y, z.
  std::string graphic_type;
  std::vector<float> coordinates;
  std::vector<ContentItem> items;

  ContentItem& add(ContentItem item) {
    items.push_back(std::move(item));
    return *this;
  }
};

// In short, for trees written by hand.
ContentItem container(Relation relation, const Code& name, std::string_view template_id = {});
ContentItem text_item(Relation relation, const Code& name, std::string_view text);
ContentItem code_item(Relation relation, const Code& name, const Code& value);
ContentItem number_item(Relation relation, const Code& name, double value, const Code& unit);
ContentItem uid_item(Relation relation, const Code& name, std::string_view uid);
ContentItem image_item(Relation relation, ReferencedObject object);

// The first child with this concept name; nullptr if there is none.
const ContentItem* find_item(const ContentItem& parent, const Code& name);

}  // namespace roentgen::objects
