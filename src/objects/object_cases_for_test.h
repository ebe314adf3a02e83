// The matrix of films that every object is written of: kinds of film, missing tags, odd character sets.
#pragma once

#include <string>
#include <vector>

#include "image/codec.h"
#include "objects/example_for_test.h"
#include "objects/write_objects.h"

namespace roentgen::objects {

struct ObjectCase {
  std::string name;
  base::Bytes file;
  study::Reading reading;
};

// PS3.5 annexes H, J and K have these names.
inline std::vector<ObjectCase> object_cases() {
  const auto film = [](auto change) {
    dicom::DataSetWriter data = example_film();
    change(data);
    return data;
  };
  const auto part10 = [](const dicom::DataSetWriter& data, const char* sop_class) {
    dicom::DataSetWriter copy = data;
    copy.text({0x0008, 0x0016}, "UI", sop_class);
    return dicom::part10_file(copy, sop_class, "1.2.3.4");
  };
  constexpr const char* kCr = "1.2.840.10008.5.1.4.1.1.1";
  constexpr const char* kDx = "1.2.840.10008.5.1.4.1.1.1.1";
  constexpr const char* kMg = "1.2.840.10008.5.1.4.1.1.1.2";
  constexpr const char* kFrames = "1.2.840.10008.5.1.4.1.1.7.3";  // Multi-frame Grayscale Word SC
  study::Reading read = example_reading("read");
  read.provenance.models.push_back({"chest-anatomy", "1.0.0", std::string(64, 'a')});
  const study::Reading refused = example_reading("not_read");
  study::Reading urgent = read;
  urgent.triage = {study::Urgency::urgent, "Pleural effusion is clearly above threshold."};
  study::Reading failed = refused;
  failed.status = study::Status::failed;
  failed.reasons = {{"unusable_input", "the file ends inside the pixel data"}};
  study::Reading nothing = read;
  for (study::Finding& finding : nothing.findings) {
    finding.present = false;
    finding.regions.clear();
  }
  nothing.triage = {study::Urgency::routine, "No finding reaches its threshold."};
  nothing.outlines.clear();
  nothing.measurements.clear();
  nothing.not_assessed.push_back({"heart_size", "The heart could not be measured."});

  const auto chest = [](dicom::DataSetWriter& d) {
    d.text({0x0018, 0x0015}, "CS", "CHEST").text({0x0018, 0x5101}, "CS", "PA");
  };
  std::vector<ObjectCase> cases;
  const auto add = [&](const char* name, const base::Bytes& file, const study::Reading& reading) {
    cases.push_back({name, file, reading});
  };
  add("cr", part10(film(chest), kCr), read);
  add("urgent", part10(film(chest), kCr), urgent);
  add("nothing-found", part10(film(chest), kCr), nothing);
  add("not-read", part10(film(chest), kCr), refused);
  add("failed", part10(film(chest), kCr), failed);
  add("dx",
      part10(film([](auto& d) {
               d.text({0x0008, 0x0060}, "CS", "DX").text({0x0020, 0x0062}, "CS", "U");
             }),
             kDx),
      read);
  add("mg",
      part10(film([](auto& d) {
               d.text({0x0008, 0x0060}, "CS", "MG")
                   .text({0x0018, 0x0015}, "CS", "BREAST")
                   .text({0x0020, 0x0062}, "CS", "L");
             }),
             kMg),
      read);
  add("mono1", part10(film([](auto& d) { d.text({0x0028, 0x0004}, "CS", "MONOCHROME1"); }), kCr), read);
  add("two-frames",
      part10(film([](auto& d) {
               const std::vector<std::byte> pixels(std::size_t{2} * 400 * 360 * 2);
               d.text({0x0028, 0x0008}, "IS", "2").bytes({0x7FE0, 0x0010}, "OW", pixels);
             }),
             kFrames),
      read);
  add("tags-missing",
      part10(film([](auto& d) {
               using dicom::Tag;
               for (const Tag tag : {Tag{0x0008, 0x0020}, Tag{0x0008, 0x0030}, Tag{0x0008, 0x0050},
                                     Tag{0x0008, 0x0070}, Tag{0x0010, 0x0010}, Tag{0x0010, 0x0020}})
                 d.remove(tag);
             }),
             kCr),
      read);
  add("uids-missing",
      part10(film([](auto& d) {
               d.remove({0x0020, 0x000D});
               d.remove({0x0020, 0x000E});
             }),
             kCr),
      read);
  const auto named = [&](const char* set, const std::string& name) {
    return part10(film([&](auto& d) {
                    if (*set != '\0') d.text({0x0008, 0x0005}, "CS", set);
                    d.text({0x0010, 0x0010}, "PN", name);
                  }),
                  kCr);
  };
  add("ir-100", named("ISO_IR 100", "Buc^J\xE9r\xF4me"), read);
  add("ir-87",
      named("\\ISO 2022 IR 87",
            "Yamada^Tarou=\033$B;3ED\033(B^\033$BB@O:\033(B=\033$B$d$^$@\033(B^\033$B$?$m$&\033(B"),
      read);
  add("ir-149", named("\\ISO 2022 IR 149", "Hong^Gildong=\033$)C\xFB\xF3^\033$)C\xD1\xCE\xD4\xD7"), read);
  add("gb18030", named("GB18030", "Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB="), read);
  add("utf-8", named("ISO_IR 192", "Wang^XiaoDong=\xE7\x8E\x8B^\xE5\xB0\x8F\xE6\x9D\xB1="), read);
  add("long-name", named("", std::string(60, 'N') + "^" + std::string(3, 'G')), read);
  const image::Image grey{400, 360, std::vector<std::uint16_t>(std::size_t{400} * 360, 257)};
  add("png", image::encode_png(grey), read);
  add("png-not-read", image::encode_png(grey), refused);
  return cases;
}

// Masks and heat that go with the example reading: the right place does not matter here.
struct ExamplePlanes {
  image::Mask heart{400, 360, std::vector<std::uint8_t>(std::size_t{400} * 360)};
  image::Plane effusion{20, 18, std::vector<float>(std::size_t{20} * 18)};
  std::vector<Mask> masks;
  std::vector<Heat> heats;
  ExamplePlanes() {
    for (int row = 240; row < 351; ++row)
      for (int column = 120; column < 244; ++column) heart.at(row, column) = 1;
    for (int row = 12; row < 19; ++row)
      for (int column = 10; column < 17; ++column)
        effusion.at(row, column) = 1.0F - 0.1F * static_cast<float>(row - 12);
    masks.push_back({"heart", "heart", "chest-anatomy", &heart});
    heats.push_back({"Effusion", "Pleural effusion", "chest-findings", &effusion});
  }
  ExamplePlanes(const ExamplePlanes&) = delete;
};

inline base::Result<std::vector<Object>> write_case(const ObjectCase& one, const Choice& choice = {}) {
  const ExampleFilm example = open_example(one.file);
  const ExamplePlanes planes;
  const bool read = one.reading.status == study::Status::read;
  Input input{one.reading, example.source, &example.film.display};
  input.grey = example.film.grey ? &*example.film.grey : nullptr;
  if (read) {
    input.masks = planes.masks;
    input.heats = planes.heats;
  }
  return write_objects(input, choice);
}

}  // namespace roentgen::objects
