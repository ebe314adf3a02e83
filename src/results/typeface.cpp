#include "results/typeface.h"

#include <algorithm>

namespace roentgen::results {
namespace {

constexpr std::size_t kFontLimit = std::size_t{64} << 20;
constexpr std::uint32_t kPlane = 0x10000;

std::uint32_t number_of(const char* tag) {
  std::uint32_t number = 0;
  for (int i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(tag[i]);
  return number;
}

}  // namespace

// Big-endian numbers; outside of the file there are noughts.
std::uint32_t Typeface::u16(std::size_t at) const {
  if (!has_bytes(at, 2)) return 0;
  return static_cast<std::uint32_t>(bytes_[at]) << 8 | static_cast<std::uint32_t>(bytes_[at + 1]);
}

std::uint32_t Typeface::u32(std::size_t at) const {
  return u16(at) << 16 | u16(at + 2);
}

bool Typeface::has_bytes(std::size_t at, std::size_t count) const {
  return at <= bytes_.size() && count <= bytes_.size() - at;
}

Typeface::Table Typeface::table(const char* tag) const {
  const auto found = tables_.find(number_of(tag));
  return found != tables_.end() ? found->second : Table{};
}

void Typeface::read_tables() {
  const std::size_t start = u32(0) == number_of("ttcf") ? u32(12) : 0;
  const std::size_t count = u16(start + 4);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t entry = start + 12 + 16 * i;
    const Table table{u32(entry + 8), u32(entry + 12)};
    if (has_bytes(table.offset, table.length)) tables_.emplace(u32(entry), table);
  }
}

// OpenType specification, cmap format 4.
void Typeface::read_format_4(std::size_t at) {
  const std::size_t segments = u16(at + 6) / 2;
  const std::size_t ends = at + 14, starts = ends + 2 * segments + 2, deltas = starts + 2 * segments,
                    offsets = deltas + 2 * segments;
  if (!has_bytes(offsets, 2 * segments)) return;
  for (std::size_t s = 0; s < segments; ++s) {
    const std::uint32_t first = u16(starts + 2 * s), last = u16(ends + 2 * s);
    const std::uint32_t delta = u16(deltas + 2 * s), offset = u16(offsets + 2 * s);
    for (std::uint32_t code = first; code <= last && code < 0xFFFF; ++code) {
      std::uint32_t glyph = code;
      if (offset != 0) glyph = u16(offsets + 2 * s + offset + 2 * (code - first));
      if (offset == 0 || glyph != 0) glyph = (glyph + delta) & 0xFFFF;
      glyphs_[code] = static_cast<std::uint16_t>(glyph);
    }
  }
}

void Typeface::read_format_12(std::size_t at) {
  const std::size_t groups = u32(at + 12);
  for (std::size_t g = 0; g < groups && has_bytes(at + 16 + 12 * g, 12); ++g) {
    const std::size_t entry = at + 16 + 12 * g;
    const std::uint32_t first = u32(entry), last = std::min(u32(entry + 4), kPlane - 1);
    for (std::uint32_t code = first; code <= last; ++code)
      glyphs_[code] = static_cast<std::uint16_t>(u32(entry + 8) + code - first);
  }
}

void Typeface::read_letters() {
  glyphs_.assign(kPlane, 0);
  const std::size_t cmap = table("cmap").offset;
  const std::size_t subtables = u16(cmap + 2);
  for (std::size_t i = 0; i < subtables; ++i) {
    const std::size_t entry = cmap + 4 + 8 * i;
    const std::uint32_t platform = u16(entry), encoding = u16(entry + 2);
    if (platform != 0 && !(platform == 3 && (encoding == 1 || encoding == 10))) continue;
    const std::size_t at = cmap + u32(entry + 4);
    if (u16(at) == 4) read_format_4(at);
    if (u16(at) == 12) read_format_12(at);
  }
  const std::uint32_t count = u16(table("maxp").offset + 4);
  for (std::uint16_t& glyph : glyphs_)
    if (glyph >= count) glyph = 0;
}

base::Result<Typeface> Typeface::read(const std::filesystem::path& path) {
  auto bytes = base::read_file(path, kFontLimit);
  if (!bytes) return std::unexpected(bytes.error());
  Typeface face;
  face.bytes_ = std::move(*bytes);
  face.read_tables();
  struct Needed {
    const char* tag;
    std::size_t length;
  };
  constexpr Needed kNeeded[] = {{"cmap", 4}, {"head", 54}, {"hhea", 36}, {"maxp", 32}, {"hmtx", 4},
                                {"loca", 4}, {"glyf", 0},  {"OS/2", 68}, {"name", 6}};
  for (const Needed& needed : kNeeded) {
    const Table table = face.table(needed.tag);
    if (table.offset == 0 || table.length < needed.length)
      return base::fail(base::ErrorCode::internal, "This is no TrueType font.", path.string());
  }
  face.read_letters();
  if (std::ranges::all_of(face.glyphs_, [](std::uint16_t glyph) { return glyph == 0; }))
    return base::fail(base::ErrorCode::internal, "This is no TrueType font.", path.string());
  return face;
}

std::uint32_t Typeface::advance_of(std::uint32_t glyph) const {
  const std::uint32_t metrics = std::max(1U, u16(table("hhea").offset + 34));
  return u16(table("hmtx").offset + 4 * std::size_t{std::min(glyph, metrics - 1)});
}

std::uint32_t Typeface::bearing_of(std::uint32_t glyph) const {
  const std::uint32_t metrics = std::max(1U, u16(table("hhea").offset + 34));
  const std::size_t start = table("hmtx").offset;
  return glyph < metrics ? u16(start + 4 * std::size_t{glyph} + 2)
                         : u16(start + 4 * std::size_t{metrics} + 2 * std::size_t{glyph - metrics});
}

float Typeface::advance(std::uint32_t code) const {
  const auto em = static_cast<float>(std::max(1U, u16(table("head").offset + 18)));
  return static_cast<float>(advance_of(has(code) ? glyphs_[code] : 0)) * 1000 / em;
}

}  // namespace roentgen::results
