#include "objects/bits.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace roentgen::objects {
namespace {

// The definition, one bit at a time.
base::Bytes packed_slowly(const std::vector<std::uint8_t>& samples) {
  base::Bytes bytes((samples.size() + 7) / 8);
  for (std::size_t i = 0; i < samples.size(); ++i)
    if (samples[i] != 0) bytes[i / 8] |= static_cast<std::byte>(1U << (i % 8));
  return bytes;
}

TEST(Bits, PacksFramesOfAnySizeWithoutGaps) {
  std::mt19937 random(7);
  for (const std::size_t pixels : {1U, 3U, 7U, 8U, 9U, 15U, 16U, 63U, 64U, 65U, 1000U}) {
    BitPacker packer;
    base::Bytes packed;
    std::vector<std::uint8_t> all;
    for (int frame = 0; frame < 5; ++frame) {
      std::vector<std::uint8_t> samples(pixels);
      for (auto& sample : samples) sample = random() % 2 == 0 ? 0 : static_cast<std::uint8_t>(random());
      packer.add(samples, packed);
      all.insert(all.end(), samples.begin(), samples.end());
    }
    packer.finish(packed);
    EXPECT_EQ(packed, packed_slowly(all)) << pixels;
    EXPECT_EQ(packed_bytes(5, pixels), packed.size() + packed.size() % 2) << pixels;
  }
}

TEST(Bits, EveryValueButNoughtIsOne) {
  for (unsigned value = 0; value < 256; ++value) {
    BitPacker packer;
    base::Bytes packed;
    const std::vector<std::uint8_t> samples(8, static_cast<std::uint8_t>(value));
    packer.add(samples, packed);
    ASSERT_EQ(packed.size(), 1U);
    EXPECT_EQ(packed[0], value == 0 ? std::byte{0} : std::byte{0xFF}) << value;
  }
}

TEST(Bits, TheFirstPixelIsTheLowestBit) {
  BitPacker packer;
  base::Bytes packed;
  packer.add(std::vector<std::uint8_t>{1, 0, 0, 0, 0, 0, 0, 0, 0, 1}, packed);
  packer.finish(packed);
  EXPECT_EQ(packed, (base::Bytes{std::byte{0x01}, std::byte{0x02}}));
}

}  // namespace
}  // namespace roentgen::objects
