// The one result value: what the program saw in a picture, how sure it is, and what it did not look at.
// Coordinates are pixels of the picture as stored (source.columns x source.rows), origin at the centre of the
// top-left pixel, x right, y down; a film that was turned for reading (gate.correction) keeps them. The
// published form is docs/schemas/findings.schema.json.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "study/acquisition.h"
#include "study/gate.h"

namespace roentgen::study {

inline constexpr const char* kNotice = "Not for primary diagnosis.";

enum class Status { read, not_read, failed };
enum class Urgency { urgent, soon, routine, not_read };

struct Point {
  double x = 0;
  double y = 0;
  bool operator==(const Point&) const = default;
};

enum class Shape { box, polygon };

// Where evidence lies. A box has two points, top-left and bottom-right; a polygon is closed by itself.
struct Region {
  Shape shape = Shape::box;
  std::vector<Point> points;
  double strength = 0;  // 0…1: the region's strongest evidence as a share of the picture's strongest
  bool operator==(const Region&) const = default;
};

struct Finding {
  std::string label;       // "Effusion"
  std::string title;       // "Pleural effusion"
  std::string model;       // package name
  double raw_score = 0;    // the network's logit
  double probability = 0;  // calibrated, rounded to 4 decimals
  double threshold = 0;    // on `probability`, rounded to 4 decimals
  std::string threshold_origin;
  bool present = false;    // probability >= threshold, of the rounded numbers
  bool uncertain = false;  // the label abstains: neither answer can be given with the coverage it promises
  bool heat_map = false;   // whether a heat map can be drawn for it
  // How often the brightest place of such a map lies in a box that readers drew, 0…1; only with heat_map.
  std::optional<double> heat_hit_rate = std::nullopt;
  std::vector<Region> regions;
  bool operator==(const Finding&) const = default;
};

// One outlined structure. More than one polygon only if it lies in parts.
struct Outline {
  std::string structure;  // "heart"
  std::string title;
  std::string model;
  std::vector<std::vector<Point>> polygons;
  double area_px = 0;
  bool operator==(const Outline&) const = default;
};

using Segment = std::array<Point, 2>;

struct Measurement {
  std::string name;   // "cardiothoracic_ratio"
  std::string title;  // "Cardiothoracic ratio"
  double value = 0;
  std::string unit;  // UCUM: "1", "[px]", "mm", "cm2"
  std::string method;
  std::string model;
  std::vector<Segment> segments;      // where it was measured, to draw
  std::vector<std::string> cautions;  // sentences
  bool operator==(const Measurement&) const = default;
};

struct Triage {
  Urgency urgency = Urgency::not_read;
  std::string reason;
  bool operator==(const Triage&) const = default;
};

struct ModelUsed {
  std::string name, version, package_sha256;
  bool operator==(const ModelUsed&) const = default;
};

struct Provenance {
  std::string input_name;    // file name without its folder
  std::string input_sha256;  // of the file; empty if it could not be read
  std::vector<ModelUsed> models;
  std::string configuration_sha256;
  std::string program;  // "roentgen 0.1.0"
  bool operator==(const Provenance&) const = default;
};

// The facts of the acquisition that the result rests on.
struct Source {
  std::string format, modality, body_part, view_position, sop_instance_uid;
  int rows = 0;
  int columns = 0;
  PixelSpacing spacing;
};
bool operator==(const Source& a, const Source& b);

struct Reading {
  Status status = Status::failed;
  std::vector<Remark> reasons;  // why not read or failed; empty if read
  std::vector<Remark> quality;  // what makes the picture harder to trust
  Gate gate;
  Source source;
  std::vector<Finding> findings;
  std::vector<Outline> outlines;
  std::vector<Measurement> measurements;
  Triage triage;
  std::vector<Remark> not_assessed;  // what was not looked at
  Provenance provenance;
  bool operator==(const Reading&) const = default;
};

Source source_of(const Acquisition& acquisition);

const char* word(Status status);     // "read", "not_read", "failed"
const char* word(Urgency urgency);   // "urgent", "soon", "routine", "not_read"
const char* word(SpacingKind kind);  // "none", "at_detector", "magnification_corrected", "calibrated"
const char* word(Shape shape);       // "box", "polygon"

// The finding that says most: the present one with the largest probability over threshold; nullptr if none is
// present.
const Finding* leading_finding(const Reading& reading);
const Measurement* find_measurement(const Reading& reading, const std::string& name);

}  // namespace roentgen::study
