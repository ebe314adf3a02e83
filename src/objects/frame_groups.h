// Functional groups read: what one frame of a multi-frame object says for itself, or shares with all others
// (PS3.3 C.7.6.16).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "dicom/data_set.h"
#include "objects/segmentation.h"

namespace roentgen::objects {

// The first item of a functional group of frame `index` (counted from 0), else of the shared groups; empty if
// neither has it.
dicom::DataSet group_of_frame(const dicom::DataSet& data, std::size_t index, dicom::Tag group);

// Three or six numbers; nullopt if there are not as many.
template <std::size_t N>
std::optional<std::array<double, N>> numbers_of(const dicom::DataSet& set, dicom::Tag tag);

// Every source image once, and its place in the list.
class SourceList {
 public:
  explicit SourceList(std::size_t most) : most_(most) {}
  // Series of images, from Referenced Series Sequence (C.12.2).
  void read_series(const dicom::DataSet& data);
  // The first image in this Derivation Image item; -1: none, or too many.
  int add(const dicom::DataSet& derivation);
  std::vector<SourceImage> take() { return std::move(sources_); }

 private:
  std::size_t most_;
  std::map<std::string, std::string> series_;  // of an instance
  std::map<std::tuple<std::string, int>, int> places_;
  std::vector<SourceImage> sources_;
};

// Pixel Measures, Plane Orientation and Frame of Reference, from the shared groups or the first frame's.
// nullopt without an orientation or a Frame of Reference.
std::optional<PatientGrid> read_grid(const dicom::DataSet& data);

}  // namespace roentgen::objects
