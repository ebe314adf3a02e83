// DICOM files and bare data sets (PS3.10, PS3.5 section 7) read without recursion and without copying.
//
// Everything claimed is held against the bytes that are there before it is used: lengths, nesting, counts.
// What was read before the damage in a damaged file is kept and `damage` says what is wrong.
#pragma once

#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "dicom/data_set.h"
#include "dicom/data_set_reader.h"
#include "dicom/transfer_syntax.h"

namespace roentgen::dicom {

inline constexpr std::size_t kDeepestNesting = 64;       // sequences in sequences
inline constexpr std::size_t kMostElements = 1'000'000;  // kept ones

struct Part10 {
  base::Bytes inflated;  // of a deflated data set: what `data` points into
  DataSet meta;          // group 0002
  DataSet data;
  std::string transfer_syntax_uid;         // as declared, or the one that was recognised
  const TransferSyntax* syntax = nullptr;  // nullptr: unknown
  bool encapsulated = false;               // PixelData of undefined length
  std::vector<ByteView> fragments;         // with the offset table first
  std::string damage;                      // empty: read to the end
  std::vector<std::string> remarks;
};

// The views in the result point into `file` (or `inflated`). `unusable_input` if this is no DICOM file, or a
// hostile one.
base::Result<Part10> read_part10(ByteView file, Sequences sequences = Sequences::of_pictures);

}  // namespace roentgen::dicom
