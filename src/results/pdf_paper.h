// Pages of paper that fill from top to bottom. Inside the room only: what report_pdf.cpp writes with.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "results/fonts.h"

namespace roentgen::results {

struct Colour {
  float red = 0, green = 0, blue = 0;
};

struct Type {
  bool bold = false;
  float size = 9;
  Colour colour = {};
};

// A4, in points (1/72 inch), y downwards from the top. The same calls give the same bytes: no date, no random
// identifier. A mistake of the library is kept and told by `finish`.
class Paper {
 public:
  explicit Paper(const Fonts& fonts);
  Paper(Paper&&) noexcept;
  Paper& operator=(Paper&&) noexcept;
  ~Paper();

  static constexpr float kWidth = 595.28F, kHeight = 841.89F, kMargin = 45;
  static constexpr float kInside = kWidth - 2 * kMargin;

  float y() const;
  void skip(float points);
  void room(float points);  // begins a new page unless so much is left on this one

  // Wrapped at `width` from `left`; the cursor ends below. False if some characters could not be shown.
  bool paragraph(std::string_view text, const Type& type, float left = kMargin, float width = kInside);
  // One line that does not move the cursor; cut with "…" where it is too long.
  bool line(std::string_view text, const Type& type, float left, float top, float width, bool right = false);
  void box(float left, float top, float width, float height, const Colour& colour);
  // Baseline JPEG inside this box, its shape kept, centred.
  void jpeg(std::span<const std::byte> file, float left, float top, float width, float height);

  int pages() const;
  void on_page(int page);  // counted from 0: to write what stands on every page; before finish()

  base::Result<base::Bytes> finish();

 private:
  struct Impl;
  struct Printer;
  explicit Paper(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace roentgen::results
