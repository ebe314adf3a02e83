#include "results/fonts.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace roentgen::results {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Scripts whose letters join, stack or run from right to left.
bool needs_shaping(std::uint32_t code) {
  struct Range {
    std::uint32_t first, last;
  };
  constexpr std::array kRanges = std::to_array<Range>({{0x0590, 0x109F},
                                                       {0x1780, 0x18AF},
                                                       {0x1900, 0x1CFF},
                                                       {0xA800, 0xABFF},
                                                       {0xD800, 0xDFFF},
                                                       {0xFB1D, 0xFDFF},
                                                       {0xFE70, 0xFEFF}});
  return std::ranges::any_of(kRanges, [&](const Range& r) { return code >= r.first && code <= r.last; });
}

}  // namespace

base::Result<FontFiles> find_fonts() {
  const char* named = std::getenv("ROENTGEN_FONTS");
  const fs::path folder = named && *named ? named : "/usr/share/fonts/truetype";
  const auto find = [&](const char* debian, const char* file) {
    std::error_code ignored;
    const std::array places{folder / file, folder / debian / file};
    const auto found = std::ranges::find_if(
        places, [&](const fs::path& place) { return fs::is_regular_file(place, ignored); });
    return found != places.end() ? *found : fs::path();
  };
  FontFiles fonts{find("dejavu", "DejaVuSans.ttf"), find("dejavu", "DejaVuSans-Bold.ttf"),
                  find("wqy", "wqy-zenhei.ttc")};
  if (fonts.regular.empty() || fonts.bold.empty())
    return base::fail(base::ErrorCode::internal,
                      "A page needs the typeface DejaVu Sans: install Debian's fonts-dejavu-core, or name a "
                      "folder with DejaVuSans.ttf and DejaVuSans-Bold.ttf in ROENTGEN_FONTS.",
                      folder.string());
  return fonts;
}

base::Result<Fonts> load_fonts(const FontFiles& files) {
  Fonts fonts{nullptr, nullptr, files.fallback};
  for (const auto& [file, into] :
       {std::pair{&files.regular, &fonts.regular}, std::pair{&files.bold, &fonts.bold}}) {
    auto face = Typeface::read(*file);
    if (!face) return std::unexpected(face.error());
    *into = std::make_shared<const Typeface>(std::move(*face));
  }
  return fonts;
}

base::Result<Fonts> load_fonts() {
  const auto files = find_fonts();
  if (!files) return std::unexpected(files.error());
  return load_fonts(*files);
}

namespace {

// The first letter of a text and how many bytes it takes.
struct Letter {
  std::uint32_t code;
  std::size_t length;
};
Letter first_letter(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = std::min<std::size_t>(text.size(), lead < 0x80   ? 1
                                                                : lead < 0xE0 ? 2
                                                                : lead < 0xF0 ? 3
                                                                              : 4);
  std::uint32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
  return {code, length};
}

}  // namespace

std::vector<std::uint32_t> codes_of(std::string_view text) {
  std::vector<std::uint32_t> codes;
  while (!text.empty()) {
    const Letter letter = first_letter(text);
    codes.push_back(letter.code);
    text.remove_prefix(letter.length);
  }
  return codes;
}

Runs runs_of(std::string_view text, const Typeface& main, const Typeface* fallback) {
  Runs out;
  const auto append = [&](bool with_fallback, std::string_view bytes) {
    if (out.runs.empty() || out.runs.back().fallback != with_fallback)
      out.runs.push_back({with_fallback, ""});
    out.runs.back().text += bytes;
  };
  while (!text.empty()) {
    const auto [code, length] = first_letter(text);
    const bool plain = !needs_shaping(code);
    if (plain && main.has(code)) {
      append(false, text.substr(0, length));
    } else if (plain && fallback && fallback->has(code)) {
      append(true, text.substr(0, length));
    } else {
      append(false, kReplacement);
      out.complete = false;
    }
    text.remove_prefix(length);
  }
  return out;
}

}  // namespace roentgen::results
