// The typefaces of pages, and which characters they can show.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "results/typeface.h"

namespace roentgen::results {

// TrueType files. The fallback has the ideographs of Chinese, Japanese and Korean; it may be empty.
struct FontFiles {
  std::filesystem::path regular, bold, fallback;
};

// $ROENTGEN_FONTS, else Debian's folder of fonts (DejaVu Sans, WenQuanYi Zen Hei). `internal` with what to
// install if the first two are nowhere.
base::Result<FontFiles> find_fonts();

// Read once for many pages; the fallback, a large file, only where a text needs it.
struct Fonts {
  std::shared_ptr<const Typeface> regular, bold;
  std::filesystem::path fallback;
};
base::Result<Fonts> load_fonts(const FontFiles& files);
base::Result<Fonts> load_fonts();  // those of find_fonts()

// Text cut into runs of one typeface. What neither can show, and scripts that need shaping (Arabic, Hebrew,
// Indic, Thai: letters would stand apart or in the wrong order), become U+FFFD, and `complete` is false.
struct Run {
  bool fallback = false;
  std::string text;
};
struct Runs {
  std::vector<Run> runs;
  bool complete = true;
};
Runs runs_of(std::string_view utf8, const Typeface& main, const Typeface* fallback);

// The code points of a text that is whole UTF-8, as runs_of() makes it.
std::vector<std::uint32_t> codes_of(std::string_view utf8);

}  // namespace roentgen::results
