// A TrueType font file: what it draws, how wide, and a small file of the letters that are used.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace roentgen::results {

// A TrueType file, or the first font of a collection. Code points of the first plane alone: the PDF library
// knows no others.
class Typeface {
 public:
  // `internal` if it is no TrueType font.
  static base::Result<Typeface> read(const std::filesystem::path& file);

  bool has(std::uint32_t code) const { return code < glyphs_.size() && glyphs_[code] != 0; }
  float advance(std::uint32_t code) const;  // in thousandths of the size; of one it has not: of glyph 0

  // A font file of these letters alone, some kilobytes instead of a megabyte (OpenType specification: glyf,
  // loca, hmtx, cmap). The PDF library reads, walks through and packs the whole file for every page, and its
  // version 2.3 loses the parts of a letter that have numbers above 32767; here all have small ones.
  base::Bytes subset(std::span<const std::uint32_t> codes) const;

 private:
  struct Table {
    std::size_t offset = 0, length = 0;
  };
  struct Glyph {
    std::size_t offset = 0, length = 0;
  };
  std::uint32_t u16(std::size_t at) const;
  std::uint32_t u32(std::size_t at) const;
  bool has_bytes(std::size_t at, std::size_t count) const;
  Table table(const char* tag) const;
  void read_tables();
  void read_letters();
  void read_format_4(std::size_t at);
  void read_format_12(std::size_t at);
  Glyph glyph(std::uint32_t number) const;
  std::uint32_t advance_of(std::uint32_t glyph) const;
  std::uint32_t bearing_of(std::uint32_t glyph) const;
  std::vector<std::size_t> parts_of(const Glyph& glyph) const;
  base::Bytes own_names() const;

  base::Bytes bytes_;
  std::map<std::uint32_t, Table> tables_;
  std::vector<std::uint16_t> glyphs_;  // by code point; 0: not in the font
};

}  // namespace roentgen::results
