#include "dataset/zip.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace roentgen::dataset {
namespace {

using base::ErrorCode;
using Span = std::span<const std::byte>;

constexpr std::size_t kMostEntries = 10'000;
constexpr std::size_t kDeflateRatio = 1032;  // deflate's largest: 258 bytes from two bits

base::Result<base::Bytes> damaged(const char* what) {
  return base::fail(ErrorCode::unusable_input, std::string("The zip archive ") + what + ".");
}

// Callers have checked that the bytes are there.
std::uint32_t number(Span bytes, std::size_t at, int size) {
  std::uint32_t value = 0;
  for (int i = 0; i < size; ++i)
    value |= std::to_integer<std::uint32_t>(bytes[at + static_cast<std::size_t>(i)]) << (8 * i);
  return value;
}

bool holds(Span bytes, std::size_t at, std::size_t length) {
  return at <= bytes.size() && length <= bytes.size() - at;
}

// The end record is the last thing in the file, before a comment of at most 65535 bytes. Returns npos if
// there is none.
std::size_t find_end(Span bytes) {
  constexpr std::size_t kEnd = 22;
  if (bytes.size() < kEnd) return std::string::npos;
  const std::size_t last = bytes.size() - kEnd;
  const std::size_t first = last > 65535 ? last - 65535 : 0;
  for (std::size_t at = last + 1; at-- > first;)
    if (number(bytes, at, 4) == 0x06054b50) return at;
  return std::string::npos;
}

struct Entry {
  std::string name;
  std::uint32_t method = 0, crc = 0, packed = 0, unpacked = 0, local = 0;
};

base::Result<base::Bytes> inflate_all(Span packed, std::size_t size) {
  base::Bytes out(size);
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
    return base::fail(ErrorCode::internal, "zlib could not be started.");
  // zlib takes a non-const pointer but never writes through it. Sizes are below 4 GiB: they came from 32-bit
  // fields.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::byte none{};
  stream.next_out = reinterpret_cast<Bytef*>(out.empty() ? &none : out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = inflate(&stream, Z_FINISH);
  const bool whole = status == Z_STREAM_END && stream.total_out == size;
  inflateEnd(&stream);
  if (!whole) return damaged("has an entry that does not unfold to its stated size");
  return out;
}

base::Result<base::Bytes> unpack(Span archive, const Entry& entry) {
  constexpr std::size_t kLocal = 30;
  if (!holds(archive, entry.local, kLocal) || number(archive, entry.local, 4) != 0x04034b50)
    return damaged("has an entry that is not where its table says");
  const std::size_t at =
      entry.local + kLocal + number(archive, entry.local + 26, 2) + number(archive, entry.local + 28, 2);
  if (!holds(archive, at, entry.packed)) return damaged("is cut off");
  const Span packed = archive.subspan(at, entry.packed);
  base::Bytes bytes;
  if (entry.method == 0) {
    if (entry.packed != entry.unpacked) return damaged("has a stored entry of two sizes");
    bytes.assign(packed.begin(), packed.end());
  } else {
    if (entry.unpacked / kDeflateRatio > entry.packed)
      return damaged("states a size its bytes cannot unfold to");
    auto inflated = inflate_all(packed, entry.unpacked);
    if (!inflated) return inflated;
    bytes = std::move(*inflated);
  }
  const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  if (!bytes.empty() && crc != entry.crc) return damaged("has an entry whose checksum differs");
  return bytes;
}

}  // namespace

base::Result<std::map<std::string, base::Bytes>> unzip(Span archive, std::size_t limit_bytes) {
  const auto bad = [](const char* what) { return std::unexpected(damaged(what).error()); };
  const std::size_t end = find_end(archive);
  if (end == std::string::npos) return bad("has no table of contents: it is cut off or no zip archive");
  const std::size_t entries = number(archive, end + 10, 2);
  std::size_t at = number(archive, end + 16, 4);
  if (entries == 0xFFFF || at == 0xFFFFFFFF) return bad("is of the zip64 kind, which is not read");
  if (entries > kMostEntries) return bad("has too many entries");

  std::map<std::string, base::Bytes> files;
  std::size_t total = 0;
  for (std::size_t i = 0; i < entries; ++i) {
    constexpr std::size_t kCentral = 46;
    if (!holds(archive, at, kCentral) || number(archive, at, 4) != 0x02014b50)
      return bad("has a damaged table of contents");
    const std::size_t name_length = number(archive, at + 28, 2);
    if (!holds(archive, at + kCentral, name_length)) return bad("has a damaged table of contents");
    Entry entry{
        .name = std::string(reinterpret_cast<const char*>(archive.data()) + at + kCentral, name_length),
        .method = number(archive, at + 10, 2),
        .crc = number(archive, at + 16, 4),
        .packed = number(archive, at + 20, 4),
        .unpacked = number(archive, at + 24, 4),
        .local = number(archive, at + 42, 4)};
    const std::uint32_t flags = number(archive, at + 8, 2);
    at += kCentral + name_length + number(archive, at + 30, 2) + number(archive, at + 32, 2);
    if ((flags & 1U) != 0) return bad("is encrypted");
    if (entry.method != 0 && entry.method != 8) return bad("is compressed in another way than by deflate");
    if (entry.packed == 0xFFFFFFFF || entry.unpacked == 0xFFFFFFFF || entry.local == 0xFFFFFFFF)
      return bad("is of the zip64 kind, which is not read");
    if (entry.unpacked > limit_bytes - total) return bad("unfolds to more than the limit");
    total += entry.unpacked;
    auto bytes = unpack(archive, entry);
    if (!bytes) return std::unexpected(bytes.error());
    if (!files.emplace(std::move(entry.name), std::move(*bytes)).second) return bad("names an entry twice");
  }
  return files;
}

}  // namespace roentgen::dataset
