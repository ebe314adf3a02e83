#include "dicom/transfer_syntax.h"

#include <algorithm>
#include <array>

namespace roentgen::dicom {
namespace {

constexpr TransferSyntax encapsulated(std::string_view uid, std::string_view name, Codec codec) {
  return {uid, name, true, false, false, false, codec};
}

constexpr std::array kSyntaxes{
    TransferSyntax{kImplicitLittleEndian, "Implicit VR Little Endian", false},
    TransferSyntax{kExplicitLittleEndian, "Explicit VR Little Endian"},
    TransferSyntax{"1.2.840.10008.1.2.1.98", "Encapsulated Uncompressed Explicit VR Little Endian", true,
                   false, false, false, Codec::none},
    TransferSyntax{"1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", true, false, false, true},
    TransferSyntax{kExplicitBigEndian, "Explicit VR Big Endian", true, true, true},
    TransferSyntax{"1.2.840.113619.5.2", "Implicit VR Little Endian with big endian pixels (GE)", false,
                   false, true},
    encapsulated("1.2.840.10008.1.2.4.50", "JPEG Baseline (Process 1)", Codec::jpeg),
    encapsulated("1.2.840.10008.1.2.4.51", "JPEG Extended (Process 2 & 4)", Codec::jpeg),
    encapsulated("1.2.840.10008.1.2.4.52", "JPEG Extended (Process 3 & 5)", Codec::jpeg),
    encapsulated("1.2.840.10008.1.2.4.53", "JPEG Spectral Selection (Process 6 & 8)", Codec::jpeg),
    encapsulated("1.2.840.10008.1.2.4.54", "JPEG Spectral Selection (Process 7 & 9)", Codec::jpeg),
    encapsulated("1.2.840.10008.1.2.4.55", "JPEG Full Progression (Process 10 & 12)", Codec::jpeg),
    encapsulated("1.2.840.10008.1.2.4.56", "JPEG Full Progression (Process 11 & 13)", Codec::jpeg),
    encapsulated("1.2.840.10008.1.2.4.57", "JPEG Lossless (Process 14)", Codec::jpeg),
    encapsulated("1.2.840.10008.1.2.4.58", "JPEG Lossless (Process 15)", Codec::jpeg),
    encapsulated("1.2.840.10008.1.2.4.70", "JPEG Lossless SV1 (Process 14)", Codec::jpeg),
    encapsulated("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", Codec::jpeg_ls),
    encapsulated("1.2.840.10008.1.2.4.81", "JPEG-LS Near-lossless", Codec::jpeg_ls),
    encapsulated("1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless", Codec::jpeg_2000),
    encapsulated("1.2.840.10008.1.2.4.91", "JPEG 2000", Codec::jpeg_2000),
    encapsulated("1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 Lossless", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.94", "JPIP Referenced", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.95", "JPIP Referenced Deflate", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.100", "MPEG-2 video, Main Level", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.100.1", "MPEG-2 video, fragmentable, Main Level", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.101", "MPEG-2 video, High Level", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.101.1", "MPEG-2 video, fragmentable, High Level", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.102", "MPEG-4 AVC/H.264 video", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.103", "MPEG-4 AVC/H.264 BD video", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.104", "MPEG-4 AVC/H.264 video for 2D", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.105", "MPEG-4 AVC/H.264 video for 3D", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.106", "MPEG-4 AVC/H.264 stereo video", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.107", "HEVC/H.265 video", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.108", "HEVC/H.265 video, 10 bits", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.110", "JPEG XL Lossless", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.112", "JPEG XL", Codec::none),
    encapsulated("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Lossless", Codec::htj2k),
    encapsulated("1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 RPCL Lossless", Codec::htj2k),
    encapsulated("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000", Codec::htj2k),
    encapsulated("1.2.840.10008.1.2.5", "RLE Lossless", Codec::rle),
    encapsulated("1.2.840.10008.1.2.8.1", "Deflated Image Frame", Codec::deflated_frame),
};

}  // namespace

const TransferSyntax* find_transfer_syntax(std::string_view uid) {
  const auto found =
      std::find_if(kSyntaxes.begin(), kSyntaxes.end(), [&](const auto& syntax) { return syntax.uid == uid; });
  return found == kSyntaxes.end() ? nullptr : &*found;
}

std::span<const TransferSyntax> transfer_syntaxes() {
  return kSyntaxes;
}

}  // namespace roentgen::dicom
