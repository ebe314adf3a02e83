// Typeface::subset(): OpenType specification, chapters glyf, loca, hmtx, cmap, name.
#include <algorithm>
#include <array>
#include <string_view>

#include "results/typeface.h"

namespace roentgen::results {
namespace {

void put16(base::Bytes& out, std::uint32_t value) {
  out.push_back(static_cast<std::byte>(value >> 8 & 0xFF));
  out.push_back(static_cast<std::byte>(value & 0xFF));
}

void put32(base::Bytes& out, std::uint32_t value) {
  put16(out, value >> 16);
  put16(out, value & 0xFFFF);
}

void set16(base::Bytes& out, std::size_t at, std::uint32_t value) {
  out[at] = static_cast<std::byte>(value >> 8 & 0xFF);
  out[at + 1] = static_cast<std::byte>(value & 0xFF);
}

void set32(base::Bytes& out, std::size_t at, std::uint32_t value) {
  set16(out, at, value >> 16);
  set16(out, at + 2, value & 0xFFFF);
}

void pad(base::Bytes& out) {
  while (out.size() % 4 != 0) out.push_back(std::byte{0});
}

struct Letter {
  std::uint32_t code, glyph;  // the new number
};

// cmap format 4, with neighbours in one segment: the PDF library asks for each of 65,536 letters, segment by
// segment.
base::Bytes letters_table(const std::vector<Letter>& letters) {
  constexpr std::uint32_t kWidestGap = 256;
  struct Segment {
    std::uint32_t first, last;
    std::vector<std::uint32_t> glyphs;
  };
  std::vector<Segment> segments;
  for (const Letter& letter : letters) {
    if (segments.empty() || letter.code - segments.back().last > kWidestGap)
      segments.push_back({letter.code, letter.code, {}});
    Segment& last = segments.back();
    last.glyphs.resize(letter.code - last.first + 1);
    last.glyphs.back() = letter.glyph;
    last.last = letter.code;
  }
  segments.push_back({0xFFFF, 0xFFFF, {}});
  const auto count = static_cast<std::uint32_t>(segments.size());
  std::uint32_t power = 1, exponent = 0;
  while (power * 2 <= count) power *= 2, ++exponent;
  base::Bytes out;
  for (const std::uint32_t word : {0U, 1U, 3U, 1U, 0U, 12U}) put16(out, word);  // one table: Windows, Unicode
  const std::size_t start = out.size();
  for (const std::uint32_t word : {4U, 0U, 0U, count * 2, power * 2, exponent, (count - power) * 2})
    put16(out, word);
  for (const Segment& segment : segments) put16(out, segment.last);
  put16(out, 0);
  for (const Segment& segment : segments) put16(out, segment.first);
  for (const Segment& segment : segments) put16(out, segment.glyphs.empty() ? 1 : 0);
  std::uint32_t distance = count * 2;  // from an entry of the offsets to its glyphs
  for (const Segment& segment : segments) {
    put16(out, segment.glyphs.empty() ? 0 : distance);
    distance += static_cast<std::uint32_t>(segment.glyphs.size()) * 2;
    distance -= 2;
  }
  for (const Segment& segment : segments)
    for (const std::uint32_t glyph : segment.glyphs) put16(out, glyph);
  set16(out, start + 2, static_cast<std::uint32_t>(out.size() - start));
  return out;
}

base::Bytes file_of(const std::vector<std::pair<std::string_view, base::Bytes>>& tables) {
  base::Bytes out;
  put32(out, 0x00010000);
  const auto count = static_cast<std::uint32_t>(tables.size());
  std::uint32_t power = 1, exponent = 0;
  while (power * 2 <= count) power *= 2, ++exponent;
  for (const std::uint32_t word : {count, power * 16, exponent, (count - power) * 16}) put16(out, word);
  std::size_t offset = out.size() + 16 * tables.size();
  for (const auto& [tag, bytes] : tables) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
      sum += static_cast<std::uint32_t>(bytes[i]) << (24 - 8 * (i % 4));
    for (const char c : tag) out.push_back(static_cast<std::byte>(c));
    put32(out, sum);
    put32(out, static_cast<std::uint32_t>(offset));
    put32(out, static_cast<std::uint32_t>(bytes.size()));
    offset += (bytes.size() + 3) / 4 * 4;
  }
  for (const auto& [tag, bytes] : tables) {
    out.insert(out.end(), bytes.begin(), bytes.end());
    pad(out);
  }
  return out;
}

}  // namespace

Typeface::Glyph Typeface::glyph(std::uint32_t number) const {
  const Table loca = table("loca"), glyf = table("glyf");
  const bool wide = u16(table("head").offset + 50) != 0;
  const std::size_t entry = wide ? 4 : 2;
  if ((std::size_t{number} + 2) * entry > loca.length) return {};
  const auto at = [&](std::size_t i) {
    return static_cast<std::size_t>(wide ? u32(loca.offset + 4 * i) : 2 * u16(loca.offset + 2 * i));
  };
  const std::size_t start = at(number), end = at(std::size_t{number} + 1);
  if (end <= start || end > glyf.length) return {};
  return {glyf.offset + start, end - start};
}

// Where, inside of a glyph that is made of others, their numbers stand.
std::vector<std::size_t> Typeface::parts_of(const Glyph& glyph) const {
  constexpr std::uint32_t kWords = 1, kScale = 8, kMore = 0x20, kTwoScales = 0x40, kMatrix = 0x80;
  std::vector<std::size_t> places;
  if (glyph.length < 10 || u16(glyph.offset) < 0x8000) return places;  // drawn by itself
  for (std::size_t at = 10; at + 4 <= glyph.length;) {
    const std::uint32_t flags = u16(glyph.offset + at);
    places.push_back(at + 2);
    if ((flags & kMore) == 0) break;
    at += 4 + ((flags & kWords) != 0 ? 4 : 2) +
          ((flags & kScale) != 0       ? 2
           : (flags & kTwoScales) != 0 ? 4
           : (flags & kMatrix) != 0    ? 8
                                       : 0);
  }
  return places;
}

// Family, style, full and PostScript name, in English.
base::Bytes Typeface::own_names() const {
  constexpr std::array<std::uint32_t, 4> kWanted{1, 2, 4, 6};
  const Table names = table("name");
  const std::size_t count = u16(names.offset + 2), strings = u16(names.offset + 4);
  base::Bytes records, texts;
  std::uint32_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t record = names.offset + 6 + 12 * i;
    const std::uint32_t platform = u16(record), language = u16(record + 4), id = u16(record + 6);
    const std::size_t length = u16(record + 8), at = names.offset + strings + u16(record + 10);
    const bool english = (platform == 1 && language == 0) || (platform == 3 && language == 0x409);
    if (!english || std::ranges::find(kWanted, id) == kWanted.end() || !has_bytes(at, length)) continue;
    for (const std::uint32_t word :
         {platform, u16(record + 2), language, id, static_cast<std::uint32_t>(length),
          static_cast<std::uint32_t>(texts.size())})
      put16(records, word);
    texts.insert(texts.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(at),
                 bytes_.begin() + static_cast<std::ptrdiff_t>(at + length));
    ++kept;
  }
  base::Bytes out;
  for (const std::uint32_t word : {0U, kept, 6 + 12 * kept}) put16(out, word);
  out.insert(out.end(), records.begin(), records.end());
  out.insert(out.end(), texts.begin(), texts.end());
  return out;
}

base::Bytes Typeface::subset(std::span<const std::uint32_t> codes) const {
  std::vector<std::uint32_t> wanted(codes.begin(), codes.end());
  std::ranges::sort(wanted);
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  std::vector<std::uint32_t> old{0};  // by new number
  std::map<std::uint32_t, std::uint32_t> fresh{{0, 0}};
  const auto take = [&](std::uint32_t glyph) {
    const auto [place, is_new] = fresh.emplace(glyph, static_cast<std::uint32_t>(old.size()));
    if (is_new) old.push_back(glyph);
    return place->second;
  };
  std::vector<Letter> letters;
  for (const std::uint32_t code : wanted)
    if (has(code) && code < 0xFFFF) letters.push_back({code, take(glyphs_[code])});

  base::Bytes glyf, loca, hmtx;
  for (std::size_t i = 0; i < old.size(); ++i) {  // grows while parts are found
    put32(loca, static_cast<std::uint32_t>(glyf.size()));
    put16(hmtx, advance_of(old[i]));
    put16(hmtx, bearing_of(old[i]));
    const Glyph drawn = glyph(old[i]);
    const std::size_t start = glyf.size();
    const auto from = bytes_.begin() + static_cast<std::ptrdiff_t>(drawn.offset);
    glyf.insert(glyf.end(), from, from + static_cast<std::ptrdiff_t>(drawn.length));
    for (const std::size_t place : parts_of(drawn))
      set16(glyf, start + place, take(u16(drawn.offset + place)));
    pad(glyf);
  }
  put32(loca, static_cast<std::uint32_t>(glyf.size()));

  const auto copy = [&](const char* tag) {
    const Table t = table(tag);
    const auto from = bytes_.begin() + static_cast<std::ptrdiff_t>(t.offset);
    return base::Bytes(from, from + static_cast<std::ptrdiff_t>(t.length));
  };
  const auto count = static_cast<std::uint32_t>(old.size());
  base::Bytes head = copy("head"), hhea = copy("hhea"), maxp = copy("maxp");
  set16(head, 50, 1);  // wide offsets in loca
  set16(hhea, 34, count);
  set16(maxp, 4, count);
  base::Bytes post(32);
  set32(post, 0, 0x00030000);                                    // glyphs have no names
  std::vector<std::pair<std::string_view, base::Bytes>> tables;  // in the order of their names
  tables.emplace_back("OS/2", copy("OS/2"));
  tables.emplace_back("cmap", letters_table(letters));
  tables.emplace_back("cvt ", copy("cvt "));
  tables.emplace_back("fpgm", copy("fpgm"));
  tables.emplace_back("glyf", std::move(glyf));
  tables.emplace_back("head", std::move(head));
  tables.emplace_back("hhea", std::move(hhea));
  tables.emplace_back("hmtx", std::move(hmtx));
  tables.emplace_back("loca", std::move(loca));
  tables.emplace_back("maxp", std::move(maxp));
  tables.emplace_back("name", own_names());
  tables.emplace_back("post", std::move(post));
  tables.emplace_back("prep", copy("prep"));
  // A table that the font has not: the PDF library stumbles over an empty one.
  std::erase_if(tables, [](const auto& one) { return one.second.empty() && one.first != "glyf"; });
  return file_of(tables);
}

}  // namespace roentgen::results
