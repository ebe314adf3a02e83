#include "reading/tags.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace roentgen::reading {
namespace {

constexpr const char* kChest = "chest";
constexpr const char* kUnknown = "unknown";

struct Word {
  std::string_view code;
  std::string_view title;
};

// Projection radiographs, and the modalities a radiograph hides behind after export or digitising.
constexpr std::array<std::string_view, 8> kRadiographModalities{"CR", "DX", "DR", "RG",
                                                                "SC", "OT", "XC", "DOC"};

// PS3.3 C.7.3.1.1.1, in words.
constexpr std::array kOtherModalities = std::to_array<Word>({
    {"CT", "computed tomography"},
    {"MR", "magnetic resonance"},
    {"US", "ultrasound"},
    {"MG", "a mammogram"},
    {"PT", "positron emission tomography"},
    {"NM", "nuclear medicine"},
    {"RF", "fluoroscopy"},
    {"XA", "angiography"},
    {"IO", "an intraoral dental film"},
    {"PX", "a panoramic dental film"},
    {"ECG", "an electrocardiogram"},
    {"ES", "endoscopy"},
    {"GM", "microscopy"},
    {"SM", "slide microscopy"},
    {"OP", "eye photography"},
    {"OPT", "eye tomography"},
    {"BMD", "bone densitometry"},
    {"BDUS", "bone ultrasound"},
    {"IVUS", "intravascular ultrasound"},
    {"RTIMAGE", "a radiotherapy image"},
    {"SEG", "a segmentation"},
    {"PR", "a presentation state"},
    {"SR", "a structured report"},
});

constexpr std::array<std::string_view, 8> kChestWords{"CHEST",  "THORAX", "THORAC", "TORAX",
                                                      "TORACE", "LUNG",   "PULMON", "BRUST"};

// PS3.16 Annex L, the parts a radiograph is taken of, and common spellings. Looked for as whole words,
// because "HAND" also stands in other words. Ribs, sternum, clavicle and heart show the chest: the picture
// decides.
constexpr std::array<std::string_view, 46> kOtherParts{
    "ABDOMEN",   "ANKLE",    "ARM",     "BREAST",  "CALCANEUS", "COCCYX",  "CSPINE",  "ELBOW",
    "EXTREMITY", "FACE",     "FEMUR",   "FIBULA",  "FINGER",    "FOOT",    "FOREARM", "HAND",
    "HEAD",      "HIP",      "HUMERUS", "JAW",     "KNEE",      "LEG",     "LSPINE",  "LSSPINE",
    "MANDIBLE",  "MAXILLA",  "NECK",    "NOSE",    "ORBIT",     "PATELLA", "PELVIS",  "RADIUS",
    "SACRUM",    "SHOULDER", "SKULL",   "SPINE",   "TEETH",     "TIBIA",   "TOE",     "TSPINE",
    "ULNA",      "WRIST",    "ZYGOMA",  "SCAPULA", "TOOTH",     "DENTAL"};

struct ViewWord {
  std::string_view word;
  View view;
};
constexpr std::array kViews = std::to_array<ViewWord>({
    {"PA", View::frontal_pa},
    {"P-A", View::frontal_pa},
    {"POSTERO_ANTERIOR", View::frontal_pa},
    {"POSTEROANTERIOR", View::frontal_pa},
    {"AP", View::frontal_ap},
    {"A-P", View::frontal_ap},
    {"ANTERO_POSTERIOR", View::frontal_ap},
    {"ANTEROPOSTERIOR", View::frontal_ap},
    {"AP SUPINE", View::frontal_ap},
    {"AP ERECT", View::frontal_ap},
    {"AP PORTABLE", View::frontal_ap},
    {"PA ERECT", View::frontal_pa},
    {"LL", View::lateral},
    {"RL", View::lateral},
    {"LAT", View::lateral},
    {"LATERAL", View::lateral},
    {"L", View::lateral},
    {"R", View::lateral},
    {"LEFT LATERAL", View::lateral},
    {"RIGHT LATERAL", View::lateral},
    {"LLAT", View::lateral},
    {"RLAT", View::lateral},
    {"LLD", View::other},
    {"RLD", View::other},
    {"LLO", View::other},
    {"RLO", View::other},
    {"LPO", View::other},
    {"RPO", View::other},
    {"LAO", View::other},
    {"RAO", View::other},
    {"CC", View::other},
    {"MLO", View::other},
    {"OBLIQUE", View::other},
    {"OBL", View::other},
    {"LORDOTIC", View::other},
    {"DECUBITUS", View::other},
});

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  for (char c : text) {
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) {
      words.back() += static_cast<char>(c & ~0x20);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

// Tags are written by anybody: only letters, digits and spaces of a short word may enter our sentences.
std::string quoted(const std::string& text) {
  std::string kept;
  for (char c : text.substr(0, 24)) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == ' ' || c == '-' || c == '_';
    kept += plain ? c : '?';
  }
  return "\"" + kept + "\"";
}

void judge_modality(const std::string& modality, Verdict& verdict) {
  if (modality.empty() || std::ranges::find(kRadiographModalities, modality) != kRadiographModalities.end())
    return;
  const auto known = std::ranges::find(kOtherModalities, modality, &Word::code);
  const std::string what = known != kOtherModalities.end() ? std::string(known->title) + " (" + modality + ")"
                                                           : "of modality " + quoted(modality);
  verdict.reasons.push_back(
      {"wrong_modality", "The file says it is " + what + "; only projection radiographs are read."});
}

void judge_body_part(const std::string& body_part, Verdict& verdict) {
  const std::string word = body_part_word(body_part);
  if (word.empty() || word == kChest) return;
  if (word == kUnknown) {
    verdict.quality.push_back(
        {"body_part_unknown", "The file names the body part " + quoted(body_part) +
                                  ", which is not a known word; the picture itself decided."});
  } else {
    verdict.reasons.push_back(
        {"wrong_body_part", "The file says the body part is " + quoted(body_part) + ", not the chest."});
  }
}

void judge_view(const study::Acquisition& acquisition, const Accepted& accepted, Verdict& verdict) {
  const View view = view_of(acquisition.view_position);
  const auto accepts = [&](std::string_view name) {
    return accepted.views.empty() || std::ranges::find(accepted.views, name) != accepted.views.end();
  };
  if (view == View::lateral) {
    verdict.reasons.push_back(
        {"lateral_view", "The file says this is a lateral view; only frontal views are read."});
  } else if (view == View::other || (view == View::frontal_pa && !accepts("PA")) ||
             (view == View::frontal_ap && !accepts("AP"))) {
    verdict.reasons.push_back({"wrong_view", "The file says the view is " +
                                                 quoted(acquisition.view_position) +
                                                 ", which the models were not made for."});
  } else if (view == View::unknown) {
    verdict.quality.push_back({"view_unknown", "The file does not say whether the view is PA or AP."});
  }
}

}  // namespace

View view_of(const std::string& view_position) {
  const auto known = std::ranges::find(kViews, view_position, &ViewWord::word);
  return known != kViews.end() ? known->view : View::unknown;
}

std::string body_part_word(const std::string& body_part) {
  if (body_part.empty()) return {};
  const auto words = words_of(body_part);
  const auto is_chest = [](const std::string& word) {
    return std::ranges::any_of(kChestWords, [&](std::string_view chest) { return word.starts_with(chest); });
  };
  if (std::ranges::any_of(words, is_chest)) return kChest;
  for (const std::string& word : words)
    if (const auto known = std::ranges::find(kOtherParts, word); known != kOtherParts.end()) {
      std::string lower(*known);
      for (char& c : lower) c = static_cast<char>(c | 0x20);
      return lower;
    }
  return kUnknown;
}

bool names_known_part(const std::string& body_part) {
  const std::string word = body_part_word(body_part);
  return !word.empty() && word != kUnknown;
}

Verdict judge_tags(const study::Acquisition& acquisition, const Accepted& accepted) {
  Verdict verdict;
  if (acquisition.synthetic) {
    verdict.reasons.push_back({"synthetic_picture",
                               "This picture was made by a generator, for training alone; no patient has it, "
                               "and nothing is read from it."});
  }
  if (acquisition.enhanced) {
    verdict.reasons.push_back({"enhanced_picture",
                               "This picture was enhanced by roentgen for people to look at; the models were "
                               "trained on originals. Give the original."});
  }
  if (acquisition.animal) {
    verdict.reasons.push_back(
        {"animal", "The file says the patient is an animal; the models were trained on people alone."});
  }
  judge_modality(acquisition.modality, verdict);
  judge_body_part(acquisition.body_part, verdict);
  judge_view(acquisition, accepted, verdict);
  if (acquisition.frames > 1) {
    verdict.quality.push_back({"multiple_frames", "The file holds " + std::to_string(acquisition.frames) +
                                                      " frames; only the first was read."});
  }
  if (acquisition.presentation_intent == "FOR PROCESSING") {
    verdict.quality.push_back({"not_for_presentation",
                               "The file holds unprocessed detector values (FOR PROCESSING), which the "
                               "models were not trained on."});
  }
  return verdict;
}

std::string describe_tag_rules() {
  std::string text = "no synthetic pictures\nno enhanced pictures\nno animals\nmodalities";
  for (auto word : kRadiographModalities) text.append(" ").append(word);
  text += "\nchest";
  for (auto word : kChestWords) text.append(" ").append(word);
  text += "\nother parts";
  for (auto word : kOtherParts) text.append(" ").append(word);
  text += "\nviews";
  for (const auto& [word, view] : kViews)
    text.append(" ").append(word).append("=").append(std::to_string(static_cast<int>(view)));
  return text + "\n";
}

}  // namespace roentgen::reading
