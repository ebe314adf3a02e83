// The markers of a JPEG or JPEG-LS stream up to its scans (ITU-T T.81 annex B, T.87 annex C).
#pragma once

#include <optional>

#include "dicom/data_set.h"

namespace roentgen::dicom {

struct JpegHeader {
  int start_of_frame = 0;  // 0xC0 … 0xCF, 0xF7 for JPEG-LS
  int precision = 0;
  int rows = 0;
  int columns = 0;
  int components = 0;
  int scans = 0;  // in the whole stream
  bool jfif = false;
  std::optional<int> adobe_transform;  // of an APP14 marker
  bool rgb_identifiers = false;        // components are called 'R', 'G', 'B'
  std::size_t first_scan_at = 0;       // of the SOS marker
  bool can_be_followed =
      true;  // no: a segment has an impossible length, nothing is known of what comes behind it
  int largest_category = 0;  // of a difference, in all Huffman tables for DC coefficients
  bool is_lossless() const { return start_of_frame == 0xC3 || start_of_frame == 0xCB; }
  bool is_sequential() const { return start_of_frame == 0xC0 || start_of_frame == 0xC1; }
  bool is_jpeg_ls() const { return start_of_frame == 0xF7; }
};

// nullopt if there is no frame header.
std::optional<JpegHeader> read_jpeg_header(ByteView stream);

}  // namespace roentgen::dicom
