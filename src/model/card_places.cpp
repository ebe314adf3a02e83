#include "model/card_places.h"

#include <algorithm>
#include <array>

#include "model/card_rules.h"

namespace roentgen::model {
namespace {

constexpr int kExact = 9;
constexpr int kMostStride = 64;

struct TaskWord {
  Task task;
  const char* word;
};
constexpr std::array<TaskWord, 4> kTasks{{{Task::classification, "classification"},
                                          {Task::segmentation, "segmentation"},
                                          {Task::detection, "detection"},
                                          {Task::landmarks, "landmarks"}}};

}  // namespace

const char* word(Task task) {
  return std::ranges::find(kTasks, task, &TaskWord::task)->word;
}

std::vector<std::string> task_words() {
  std::vector<std::string> words;
  for (const TaskWord& one : kTasks) words.emplace_back(one.word);
  return words;
}

Task task_of(const std::string& name) {
  const auto found = std::ranges::find_if(kTasks, [&](const TaskWord& one) { return name == one.word; });
  return found == kTasks.end() ? Task::classification : found->task;
}

PlaceSpec read_places(const Json& json, const std::string& path, std::string& problem) {
  StrictObject in(json, path, problem);
  PlaceSpec places;
  places.stride = static_cast<int>(in.integer("stride", 1, kMostStride));
  places.threshold = in.number("threshold", 0, 1);
  places.threshold_origin = in.text("threshold_origin");
  places.most_overlap = in.number("most_overlap", 0, 1);
  places.most = static_cast<int>(in.integer("most", 1, kMostPlaces));
  in.end();
  return places;
}

nlohmann::ordered_json json_of(const PlaceSpec& places) {
  return {{"stride", places.stride},
          {"threshold", rounded(places.threshold, kExact)},
          {"threshold_origin", places.threshold_origin},
          {"most_overlap", rounded(places.most_overlap, kExact)},
          {"most", places.most}};
}

}  // namespace roentgen::model
