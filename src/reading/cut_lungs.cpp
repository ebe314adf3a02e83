#include "reading/cut_lungs.h"

#include <algorithm>

#include "base/text.h"

namespace roentgen::reading {
namespace {

constexpr const char* kOrigin = "lungs cut by our own code at known places, training and validation films";

// Outlines end a little inside the border, because the network saw nothing beyond it: this share of the
// picture's side still counts as touching.
constexpr double kTouch = 0.012;

struct Extent {
  int left = 0, right = -1, top = 0, bottom = -1;  // inclusive; right < left: empty
  int columns() const { return right - left + 1; }
  int rows() const { return bottom - top + 1; }
};

Extent extent_of(const image::Mask& mask) {
  Extent e{mask.columns, -1, mask.rows, -1};
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.columns; ++x)
      if (mask.at(y, x) != 0) {
        e.left = std::min(e.left, x);
        e.right = std::max(e.right, x);
        e.top = std::min(e.top, y);
        e.bottom = std::max(e.bottom, y);
      }
  return e;
}

int touch_of(int side) {
  return std::max(1, static_cast<int>(kTouch * side + 0.5));
}

// `gap` pixels lie between the end and the border; `touching` of `across` lines run into it.
double score(int touching, int across, int gap, int along) {
  return touching > 0 ? static_cast<double>(touching) / across : -static_cast<double>(gap) / along;
}

template <class Hit>
int count(int from, int to, const Hit& hit) {
  int n = 0;
  for (int i = from; i <= to; ++i) n += hit(i) ? 1 : 0;
  return n;
}

double top_score(const image::Mask& mask, const Extent& e) {
  const int touch = touch_of(mask.rows);
  const auto hit = [&](int x) {
    for (int y = 0; y < touch; ++y)
      if (mask.at(y, x) != 0) return true;
    return false;
  };
  return score(count(e.left, e.right, hit), e.columns(), e.top, e.rows());
}

double bottom_score(const image::Mask& mask, const Extent& e) {
  const int touch = touch_of(mask.rows);
  const auto hit = [&](int x) {
    for (int y = mask.rows - touch; y < mask.rows; ++y)
      if (mask.at(y, x) != 0) return true;
    return false;
  };
  return score(count(e.left, e.right, hit), e.columns(), mask.rows - 1 - e.bottom, e.rows());
}

double side_score(const image::Mask& mask, const Extent& e, bool right_border) {
  const int touch = touch_of(mask.columns);
  const int from = right_border ? mask.columns - touch : 0, to = right_border ? mask.columns : touch;
  const auto hit = [&](int y) {
    for (int x = from; x < to; ++x)
      if (mask.at(y, x) != 0) return true;
    return false;
  };
  const int gap = right_border ? mask.columns - 1 - e.right : e.left;
  return score(count(e.top, e.bottom, hit), e.rows(), gap, e.columns());
}

study::Check check(const char* name, const char* title, double value, double limit, const char* text) {
  study::Check check{name, title, study::Fitness::fit, value, limit, kOrigin, "", ""};
  if (value >= limit) {
    check.outcome = study::Fitness::fit_with_remarks;
    check.text = text;
  }
  return check;
}

}  // namespace

CutScores cut_scores(const image::Mask& right_lung, const image::Mask& left_lung) {
  const Extent right = extent_of(right_lung), left = extent_of(left_lung);
  CutScores scores;
  if (right.columns() <= 0 || left.columns() <= 0) return scores;
  scores.apex = std::max(top_score(right_lung, right), top_score(left_lung, left));
  scores.right_base = bottom_score(right_lung, right);
  scores.left_base = bottom_score(left_lung, left);
  // The patient's right lung lies on the left of the picture.
  scores.side = std::max(side_score(right_lung, right, false), side_score(left_lung, left, true));
  return scores;
}

std::vector<study::Check> cut_checks(const std::vector<Structure>& structures, const CutLimits& limits) {
  const auto right = std::ranges::find(structures, kRightLung, &Structure::name);
  const auto left = std::ranges::find(structures, kLeftLung, &Structure::name);
  if (right == structures.end() || left == structures.end()) return {};
  if (right->certainty == 0 || left->certainty == 0) return {};
  const CutScores scores = cut_scores(right->mask, left->mask);
  return {check("cut_apex", "Lung apex cut off", scores.apex, limits.apex,
                "A lung apex is cut off at the top: repeat, or read with care."),
          check("cut_left_base", "Left base cut off", scores.left_base, limits.base,
                "The left costophrenic angle is cut off: repeat, or read with care."),
          check("cut_right_base", "Right base cut off", scores.right_base, limits.base,
                "The right costophrenic angle is cut off: repeat, or read with care."),
          check("cut_side", "Side of a lung cut off", scores.side, limits.side,
                "The outer edge of a lung is cut off: repeat, or read with care.")};
}

std::string describe_cut_limits(const CutLimits& limits) {
  return "cut apex " + base::fixed(limits.apex, 3) + " base " + base::fixed(limits.base, 3) + " side " +
         base::fixed(limits.side, 3) + " touch " + base::fixed(kTouch, 3) + "\n";
}

}  // namespace roentgen::reading
