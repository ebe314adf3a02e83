// Frames by number: in every way that fragments can lie in a file, and in a time that does not grow with
// them.
#include "dicom/film_frames.h"

#include <charls/charls.h>
#include <gtest/gtest.h>

#include <ctime>

#include "dicom/data_set.h"
#include "dicom/file_for_test.h"

namespace roentgen::dicom {
namespace {

// 8 x 8 pixels of 8 bits, all of one value.
base::Bytes jpeg_ls_of(int value) {
  const base::Bytes pixels(64, static_cast<std::byte>(value));
  charls::jpegls_encoder encoder;
  encoder.frame_info({8, 8, 8, 1});
  base::Bytes stream(encoder.estimated_destination_size());
  encoder.destination(stream);
  stream.resize(encoder.encode(pixels));
  if (stream.size() % 2 != 0) stream.push_back(std::byte{0});
  return stream;
}

constexpr int kFrames = 5;
int value_of(int frame) {
  return 10 + 40 * frame;
}

enum class Table { none, basic, extended, wrong };

// Every frame in `pieces` fragments.
base::Bytes film_in_fragments(int pieces, Table table, int frames = kFrames) {
  DataSetForTest fragments;
  std::vector<std::size_t> offsets;
  std::size_t at = 0;
  const auto item = [](DataSetForTest& to, ByteView bytes) {
    to.word(0xFFFE, 2);
    to.word(0xE000, 2);
    to.word(bytes.size(), 4);
    for (const std::byte byte : bytes) to.word(std::to_integer<std::size_t>(byte), 1);
  };
  for (int frame = 0; frame < frames; ++frame) {
    const base::Bytes stream = jpeg_ls_of(value_of(frame));
    offsets.push_back(at);
    const std::size_t step = (stream.size() / static_cast<std::size_t>(pieces) + 1) / 2 * 2;
    for (int piece = 0; piece < pieces; ++piece) {
      const std::size_t begin = static_cast<std::size_t>(piece) * step;
      const ByteView part =
          ByteView(stream).subspan(begin, piece + 1 == pieces ? stream.size() - begin : step);
      item(fragments, part);
      at += 8 + part.size();
    }
  }
  DataSetForTest basic;
  if (table == Table::basic || table == Table::wrong)
    for (const std::size_t offset : offsets) basic.word(offset + (table == Table::wrong ? 2 : 0), 4);
  DataSetForTest all;
  item(all, basic.bytes());
  for (const std::byte byte : fragments.bytes()) all.word(std::to_integer<std::size_t>(byte), 1);
  all.word(0xFFFE, 2);
  all.word(0xE0DD, 2);
  all.word(0, 4);
  DataSetForTest set;
  ImageForTest image;
  image.rows = 8;
  image.allocated = image.stored = 8;
  image.frames = frames;
  add_image(set, image, 8);
  set.text(tag::kWindowCenter, "DS", "128").text(tag::kWindowWidth, "DS", "256");
  if (table == Table::extended) {
    DataSetForTest extended;
    for (const std::size_t offset : offsets) extended.word(offset, 8);
    set.raw(tag::kExtendedOffsetTable, "UN", extended.bytes());
  }
  set.raw(tag::kPixelData, "OB", all.bytes(), true);
  return with_meta(set, "1.2.840.10008.1.2.4.80");
}

TEST(FilmFrames, FragmentsInEveryLayout) {
  for (const Table table : {Table::none, Table::basic, Table::extended, Table::wrong})
    for (const int pieces : {1, 2, 3}) {
      const auto frames = FilmFrames::open(film_in_fragments(pieces, table), "made");
      ASSERT_TRUE(frames) << frames.error().message;
      ASSERT_EQ(frames->count(), kFrames);
      for (const int index : {4, 0, 2, 1, 3}) {
        const auto film = frames->frame(index);
        ASSERT_TRUE(film) << static_cast<int>(table) << " " << pieces << ": " << film.error().message;
        EXPECT_EQ(film->display.at(7, 7), 257 * value_of(index)) << static_cast<int>(table) << " " << pieces;
      }
    }
}

TEST(FilmFrames, OneFrameInSeveralFragments) {
  for (const Table table : {Table::none, Table::basic}) {
    const auto film = read_film(film_in_fragments(3, table, 1), "made");
    ASSERT_TRUE(film) << film.error().message;
    EXPECT_EQ(film->display.at(0, 0), 257 * value_of(0));
  }
}

TEST(FilmFrames, TheSameAsReadFilm) {
  const base::Bytes file = film_in_fragments(1, Table::none);
  const auto frames = FilmFrames::open(file, "made");
  ASSERT_TRUE(frames);
  FilmOptions options;
  options.frame = 3;
  const auto film = read_film(file, "made", options);
  ASSERT_TRUE(film);
  const auto same = frames->frame(3);
  ASSERT_TRUE(same);
  EXPECT_EQ(same->display, film->display);
  EXPECT_EQ(same->steps, film->steps);
  EXPECT_EQ(same->file_sha256, film->file_sha256);
  EXPECT_FALSE(frames->frame(kFrames));
}

TEST(FilmFrames, TheLastFrameIsAsNearAsTheFirst) {
  constexpr int kMany = 20'000;
  ImageForTest image;
  image.rows = 4;
  image.columns = 4;
  image.frames = kMany;
  std::vector<int> values;
  for (int frame = 0; frame < kMany; ++frame) values.insert(values.end(), 16, frame % 4096);
  const auto frames = FilmFrames::open(film_of(values, image,
                                               [](DataSetForTest& set) {
                                                 set.text(tag::kWindowCenter, "DS", "2048");
                                                 set.text(tag::kWindowWidth, "DS", "4096");
                                               }),
                                       "made");
  ASSERT_TRUE(frames) << frames.error().message;
  const auto time_of = [&](int first) {
    const std::clock_t start = std::clock();
    for (int frame = first; frame < first + 100; ++frame) {
      const auto film = frames->frame(frame);
      EXPECT_TRUE(film);
      if (film) {
        EXPECT_EQ(film->display.at(3, 3), (frame % 4096 * 65535 * 2 + 4095) / (2 * 4095));
      }
    }
    return std::clock() - start;
  };
  time_of(0);
  // Processor time: twenty thousand frames of walking would show; a busy machine does not.
  EXPECT_LT(time_of(kMany - 100), 20 * time_of(0) + CLOCKS_PER_SEC / 100);
}

}  // namespace
}  // namespace roentgen::dicom
