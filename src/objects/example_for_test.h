// Films and readings that this room's tests write objects of.
#pragma once

#include <string>
#include <utility>

#include "base/file.h"
#include "base/sha256.h"
#include "dicom/data_set_writer.h"
#include "dicom/film.h"
#include "objects/input.h"
#include "study/reading_json.h"

namespace roentgen::objects {

inline study::Reading example_reading(const std::string& name) {
  return study::parse_reading(
             base::read_text("src/study/testdata/" + name + ".findings.json", 1 << 20).value())
      .value();
}

// A small film, element by element. 400 x 360 pixels, as the example reading's.
inline dicom::DataSetWriter example_film() {
  dicom::DataSetWriter film;
  const std::vector<std::byte> pixels(std::size_t{400} * 360 * 2);
  film.text({0x0008, 0x0016}, "UI", "1.2.840.10008.5.1.4.1.1.1")
      .text({0x0008, 0x0018}, "UI", "1.2.3.4")
      .text({0x0008, 0x0020}, "DA", "20240229")
      .text({0x0008, 0x0030}, "TM", "101112")
      .text({0x0008, 0x0050}, "SH", "A77")
      .text({0x0008, 0x0060}, "CS", "CR")
      .text({0x0008, 0x0070}, "LO", "Maker")
      .text({0x0010, 0x0010}, "PN", "Doe^Jane")
      .text({0x0010, 0x0020}, "LO", "P-1")
      .text({0x0020, 0x000D}, "UI", "1.2.3")
      .text({0x0020, 0x000E}, "UI", "1.2.3.3")
      .number({0x0028, 0x0002}, 1)
      .text({0x0028, 0x0004}, "CS", "MONOCHROME2")
      .number({0x0028, 0x0010}, 400)
      .number({0x0028, 0x0011}, 360)
      .number({0x0028, 0x0100}, 16)
      .number({0x0028, 0x0101}, 16)
      .number({0x0028, 0x0102}, 15)
      .number({0x0028, 0x0103}, 0)
      .bytes({0x7FE0, 0x0010}, "OW", pixels);
  return film;
}

inline base::Bytes example_file(const dicom::DataSetWriter& film) {
  return dicom::part10_file(film, "1.2.840.10008.5.1.4.1.1.1", "1.2.3.4");
}

// The film opened, with what its objects inherit.
struct ExampleFilm {
  dicom::Film film;
  Source source;
};
inline ExampleFilm open_example(base::Bytes file) {
  ExampleFilm example;
  const std::string hash = base::sha256_hex(file);
  example.film = dicom::read_film(file, "film").value();
  example.source = read_source(file, example.film.acquisition, hash).value();
  return example;
}

}  // namespace roentgen::objects
