#include "dicom/nested.h"

#include <gtest/gtest.h>

#include <string>

#include "dicom/data_set_reader.h"
#include "dicom/data_set_writer.h"
#include "dicom/part10.h"

namespace roentgen::dicom {
namespace {

constexpr Tag kOuter{0x0070, 0x0001}, kInner{0x0070, 0x0008}, kText{0x0070, 0x0006}, kAfter{0x0070, 0x0080};

// The elements of a data set, one by one, as they stand in a file.
class Raw {
 public:
  explicit Raw(bool explicit_vr, bool undefined) : explicit_(explicit_vr), undefined_(undefined) {}

  std::string element(Tag tag, const char* vr, const std::string& value) const {
    const bool is_long = std::string(vr) == "SQ";
    std::string out = number(tag.group, 2) + number(tag.element, 2);
    if (explicit_) out += std::string(vr) + (is_long ? std::string(2, '\0') : "");
    const bool open = is_long && undefined_;
    out += number(open ? 0xFFFFFFFF : value.size(), explicit_ && !is_long ? 2 : 4) + value;
    return open ? out + number(0xFFFE, 2) + number(0xE0DD, 2) + number(0, 4) : out;
  }
  std::string item(const std::string& value) const {
    std::string out =
        number(0xFFFE, 2) + number(0xE000, 2) + number(undefined_ ? 0xFFFFFFFF : value.size(), 4);
    out += value;
    return undefined_ ? out + number(0xFFFE, 2) + number(0xE00D, 2) + number(0, 4) : out;
  }
  std::string data_set() const {
    const std::string texts = item(element(kText, "ST", "one ")) + item(element(kText, "ST", "two "));
    return element(kOuter, "SQ", item(element(kInner, "SQ", texts)) + item(element(kText, "ST", "flat"))) +
           element(kAfter, "CS", "AFTER ");
  }

 private:
  static std::string number(std::size_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFF);
    return out;
  }
  bool explicit_, undefined_;
};

ByteView view(const std::string& text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

TEST(Nested, ItemsAreTheSameInEveryWayOfWritingThem) {
  for (const bool explicit_vr : {true, false})
    for (const bool undefined : {true, false}) {
      const std::string bytes = Raw(explicit_vr, undefined).data_set();
      const auto read = read_data_set(view(bytes), false, explicit_vr);
      ASSERT_TRUE(read);
      EXPECT_EQ(read->damage, "");
      EXPECT_EQ(text(read->set, kAfter), "AFTER") << explicit_vr << undefined;
      const auto outer = nested_items(read->set, kOuter, 100);
      ASSERT_EQ(outer.size(), 2U) << explicit_vr << undefined;
      const auto inner = nested_items(outer[0], kInner, 100);
      ASSERT_EQ(inner.size(), 2U) << explicit_vr << undefined;
      EXPECT_EQ(text(inner[1], kText), "two");
      EXPECT_EQ(text(outer[1], kText), "flat");
      EXPECT_EQ(nested_items(read->set, kOuter, 1).size(), 1U);
      EXPECT_EQ(text(first_item(outer[0], kInner), kText), "one");
      EXPECT_TRUE(first_item(outer[1], kInner).elements.empty());
    }
}

TEST(Nested, WhatIsCutEndsTheList) {
  for (const bool undefined : {true, false}) {
    const std::string bytes = Raw(true, undefined).data_set();
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      const auto read = read_data_set(view(bytes).first(length), false, true);
      ASSERT_TRUE(read);
      for (const DataSet& item : nested_items(read->set, kOuter, 100)) (void)nested_items(item, kInner, 100);
    }
  }
}

TEST(Nested, DeepSequencesEnd) {
  // Sequences of undefined length without an end, one in the other.
  std::string bytes;
  for (int i = 0; i < 100'000; ++i)
    bytes += std::string("\xFE\xFF\x00\xE0\xFF\xFF\xFF\xFF\x70\x00\x08\x00SQ\0\0\xFF\xFF\xFF\xFF", 20);
  Element sequence;
  sequence.tag = kOuter;
  sequence.vr = {'S', 'Q'};
  sequence.value = view(bytes);
  EXPECT_TRUE(nested_items(sequence, false, 1'000'000).empty());
}

}  // namespace
}  // namespace roentgen::dicom
