#include "dicom/identity.h"

#include <gtest/gtest.h>

#include "dicom/data_set_writer.h"

namespace roentgen::dicom {
namespace {

base::Bytes film(std::string_view name, std::string_view id, std::string_view born) {
  DataSetWriter data;
  data.text({0x0008, 0x0005}, "CS", "GB18030")
      .text({0x0008, 0x0020}, "DA", "20240229")
      .text({0x0010, 0x0010}, "PN", name)
      .text({0x0010, 0x0020}, "LO", id)
      .text({0x0010, 0x0030}, "DA", born)
      .text({0x0010, 0x0040}, "CS", "f ");
  return part10_file(data, "1.2.840.10008.5.1.4.1.1.1", "1.2.3.4");
}

TEST(Identity, ThreeWaysOfWritingAName) {
  const Identity who =
      read_identity(film("Wang^Xiao Dong^^Dr.^MD=\xCD\xF5^\xD0\xA1\xB6\xAB=", "P-1", "19700101"));
  EXPECT_EQ(who.alphabetic, (NameGroup{"Wang", "Xiao Dong", "", "Dr.", "MD"}));
  EXPECT_EQ(who.alphabetic.shown(), "Dr. Xiao Dong Wang, MD");
  EXPECT_EQ(who.ideographic, (NameGroup{"王", "小东", "", "", ""}));
  EXPECT_EQ(who.ideographic.family_first(), "王 小东");
  EXPECT_TRUE(who.phonetic.empty());
  EXPECT_EQ(who.patient_id, "P-1");
  EXPECT_EQ(who.birth_date, "19700101");
  EXPECT_EQ(who.sex, "F");
  EXPECT_TRUE(who.exact);
}

TEST(Identity, WhatIsNoDateIsLeftOutAndLongNamesAreCut) {
  const Identity who =
      read_identity(film(std::string(9000, 'M') + "^" + std::string(9000, 'x'), "1", "next week"));
  EXPECT_EQ(who.alphabetic.family.size(), 64U);
  EXPECT_EQ(who.alphabetic.given.size(), 64U);
  EXPECT_EQ(who.birth_date, "");
  EXPECT_FALSE(read_identity(film("M\xFF", "1", "")).exact);
}

TEST(Identity, APictureIsNobodys) {
  const std::string png = "\x89PNG\r\n\x1A\n";
  EXPECT_EQ(read_identity(std::as_bytes(std::span(png))), Identity{});
}

}  // namespace
}  // namespace roentgen::dicom
