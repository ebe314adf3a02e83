// First check: what the file itself says it is. Costs nothing and needs no network.
#pragma once

#include <string>
#include <vector>

#include "reading/verdict.h"
#include "study/acquisition.h"

namespace roentgen::reading {

// What a chest reader accepts. An empty value in the file is never a reason to refuse: the picture decides
// then.
struct Accepted {
  std::vector<std::string> views;  // as in a model card: {"PA", "AP"}; empty: any
};

// Reason codes: synthetic_picture, enhanced_picture, animal, wrong_modality, wrong_body_part, lateral_view,
// wrong_view. Remark codes: body_part_unknown (a word we do not know), view_unknown, multiple_frames,
// not_for_presentation.
Verdict judge_tags(const study::Acquisition& acquisition, const Accepted& accepted);

enum class View { unknown, frontal_pa, frontal_ap, lateral, other };

// The words of (0018,5101) View Position, DICOM PS3.3 C.8.7.1 (CR) and C.8.11.7 (DX), and what is written
// there in practice.
View view_of(const std::string& view_position);

// What (0018,0015) says in a word of our own, never in the file's: "chest", a part that we know, "unknown",
// or "".
std::string body_part_word(const std::string& body_part);

// Whether that is a part: neither "" nor "unknown".
bool names_known_part(const std::string& body_part);

// The rules above as text, for the configuration hash.
std::string describe_tag_rules();

}  // namespace roentgen::reading
