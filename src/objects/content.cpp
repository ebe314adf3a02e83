#include "objects/content.h"

#include <array>
#include <utility>

namespace roentgen::objects {
namespace {

OwnedCode owned(const Code& code) {
  return {std::string(code.value), std::string(code.scheme), std::string(code.meaning)};
}

ContentItem item(Relation relation, ValueType type, const Code& name) {
  ContentItem result;
  result.relation = relation;
  result.type = type;
  result.concept_name = owned(name);
  return result;
}

}  // namespace

const char* word(ValueType type) {
  constexpr std::array kWords{"CONTAINER", "TEXT",     "CODE",  "NUM",       "UIDREF", "PNAME",    "DATE",
                              "TIME",      "DATETIME", "IMAGE", "COMPOSITE", "SCOORD", "SCOORD3D", ""};
  return kWords[static_cast<std::size_t>(type)];
}

const char* word(Relation relation) {
  constexpr std::array kWords{"",
                              "CONTAINS",
                              "HAS OBS CONTEXT",
                              "HAS ACQ CONTEXT",
                              "HAS CONCEPT MOD",
                              "HAS PROPERTIES",
                              "INFERRED FROM",
                              "SELECTED FROM",
                              ""};
  return kWords[static_cast<std::size_t>(relation)];
}

ContentItem container(Relation relation, const Code& name, std::string_view template_id) {
  ContentItem result = item(relation, ValueType::container, name);
  result.template_id = template_id;
  return result;
}

ContentItem text_item(Relation relation, const Code& name, std::string_view text) {
  ContentItem result = item(relation, ValueType::text, name);
  result.text = text;
  return result;
}

ContentItem code_item(Relation relation, const Code& name, const Code& value) {
  ContentItem result = item(relation, ValueType::code, name);
  result.code = owned(value);
  return result;
}

ContentItem number_item(Relation relation, const Code& name, double value, const Code& unit) {
  ContentItem result = item(relation, ValueType::num, name);
  result.number = value;
  result.unit = owned(unit);
  return result;
}

ContentItem uid_item(Relation relation, const Code& name, std::string_view uid) {
  ContentItem result = item(relation, ValueType::uidref, name);
  result.text = uid;
  return result;
}

ContentItem image_item(Relation relation, ReferencedObject object) {
  ContentItem result;
  result.relation = relation;
  result.type = ValueType::image;
  result.object = std::move(object);
  return result;
}

const ContentItem* find_item(const ContentItem& parent, const Code& name) {
  for (const ContentItem& child : parent.items)
    if (child.concept_name.view() == name) return &child;
  return nullptr;
}

}  // namespace roentgen::objects
