#include "dicom/data_set_reader.h"

#include <algorithm>
#include <array>

#include "dicom/element_header.h"
#include "dicom/part10.h"

namespace roentgen::dicom {
namespace {

// Only these are looked into; every other sequence is walked over.
constexpr std::array kReadSequences{tag::kAnatomicRegionSequence,
                                    tag::kDeidentificationMethodCodeSequence,
                                    tag::kViewCodeSequence,
                                    tag::kViewModifierCodeSequence,
                                    tag::kModalityLutSequence,
                                    tag::kVoiLutSequence,
                                    tag::kPixelMeasuresSequence,
                                    tag::kFrameVoiLutSequence,
                                    tag::kPixelValueTransformationSequence,
                                    tag::kSharedFunctionalGroups,
                                    tag::kPerFrameFunctionalGroups};

bool is_read(Tag tag) {
  return std::find(kReadSequences.begin(), kReadSequences.end(), tag) != kReadSequences.end();
}

constexpr std::array kUn{'U', 'N'}, kSq{'S', 'Q'};

// A sequence or one of its items that is still open.
struct Level {
  bool is_sequence = false;
  bool keep = false;  // its content is wanted
  bool explicit_vr = true;
  bool undefined = false;  // ends at a delimiter, not at `end`
  std::size_t begin = 0;
  std::size_t end = 0;
  Element element;  // the sequence
  DataSet set;      // the item, or the data set itself
};

class Reader {
 public:
  Reader(ByteView bytes, bool big_endian, bool explicit_vr, Sequences sequences)
      : bytes_(bytes), big_endian_(big_endian), sequences_(sequences) {
    Level top;
    top.keep = true;
    top.explicit_vr = explicit_vr;
    top.end = bytes.size();
    top.set.big_endian = big_endian;
    levels_.push_back(std::move(top));
  }

  base::Result<ReadDataSet> read() {
    while (step()) {
      if (levels_.size() > 2 * kDeepestNesting)
        return base::fail(base::ErrorCode::unusable_input, "sequences are nested deeper than " +
                                                               std::to_string(kDeepestNesting) +
                                                               " levels, which no real image needs");
      if (kept_ > kMostElements)
        return base::fail(base::ErrorCode::unusable_input,
                          "the header has more than " + std::to_string(kMostElements) + " elements");
    }
    while (levels_.size() > 1) close();
    result_.set = std::move(levels_.front().set);
    return std::move(result_);
  }

 private:
  bool stop(const char* damage) {
    result_.damage = damage;
    return false;
  }

  void close() {
    Level done = std::move(levels_.back());
    levels_.pop_back();
    Level& parent = levels_.back();
    if (done.is_sequence) {
      // Of a sequence that was only walked over the bytes are kept, for nested.h.
      if (!done.keep) done.element.value = bytes_.subspan(done.begin, at_ - done.begin);
      if (parent.keep) parent.set.elements.push_back(std::move(done.element));
    } else if (parent.keep) {
      parent.element.items.push_back(std::move(done.set));
    }
  }

  // One element, item or delimiter. False: the end, or damage.
  bool step() {
    while (levels_.size() > 1 && !levels_.back().undefined && at_ >= levels_.back().end) close();
    Level& level = levels_.back();
    if (at_ >= level.end) return levels_.size() > 1 ? stop("the file ends inside a sequence") : false;
    const auto header = read_element_header(bytes_, at_, level.end, big_endian_, level.explicit_vr);
    if (!header) {
      const auto rest = bytes_.subspan(at_);
      const bool only_zeros =
          std::all_of(rest.begin(), rest.end(), [](std::byte b) { return b == std::byte{0}; });
      return only_zeros && levels_.size() == 1 ? false : stop("the file ends inside an element");
    }
    at_ = header->value_at;
    if (header->tag == tag::kItemDelimiter || header->tag == tag::kSequenceDelimiter)
      return delimiter(header->tag);
    if (level.is_sequence)
      return header->tag == tag::kItem ? item(*header)
                                       : stop("a sequence contains something that is no item");
    if (header->tag == tag::kItem) return stray_item(*header);
    if (header->tag == Tag{0, 0} && header->length == 0 && levels_.size() == 1)
      return false;  // padding with zeros
    return element(*header);
  }

  bool delimiter(Tag tag) {
    // A sequence delimiter also ends an item whose own delimiter was forgotten; a stray one is passed over.
    if (tag == tag::kSequenceDelimiter && levels_.size() > 2 && !levels_.back().is_sequence) close();
    if (levels_.size() > 1 && levels_.back().is_sequence == (tag == tag::kSequenceDelimiter)) close();
    return true;
  }

  // An item whose sequence has lost its header: walked over as a whole.
  bool stray_item(const ElementHeader& header) {
    if (header.length > levels_.back().end - at_) return stop("an item lies outside of every sequence");
    at_ += header.length;
    return true;
  }

  bool item(const ElementHeader& header) {
    const Level& sequence = levels_.back();
    Level item;
    item.keep = sequence.keep;
    item.explicit_vr = sequence.explicit_vr;
    item.undefined = header.length == kUndefinedLength;
    if (!item.undefined && header.length > sequence.end - at_)
      return stop("an item is longer than its sequence or the file");
    item.end = item.undefined ? sequence.end : at_ + header.length;
    item.set.big_endian = big_endian_;
    if (item.keep) ++kept_;
    levels_.push_back(std::move(item));
    return true;
  }

  bool element(const ElementHeader& header) {
    Level& level = levels_.back();
    const bool undefined = header.length == kUndefinedLength;
    if (level.explicit_vr && header.vr[0] == 0) result_.vr_missing = true;
    if (!undefined && header.length > level.end - at_) {
      // Frames before the cut are whole; the decoder says what is missing.
      const bool cut_pixels = header.tag == tag::kPixelData && levels_.size() == 1;
      if (cut_pixels)
        level.set.elements.push_back({header.tag, header.vr, bytes_.subspan(at_, level.end - at_), {}});
      return stop(cut_pixels ? "the file ends inside the pixel data"
                             : "an element is longer than the rest of the file");
    }
    if (level.keep) ++kept_;

    const bool is_pixels = header.tag == tag::kPixelData;
    if (undefined && (is_pixels || (header.vr[0] == 'O'))) return fragments(header);

    // Bytes of another kind may look like an item.
    const bool may_be_sequence =
        sequences_ == Sequences::of_pictures || header.vr[0] == 0 || header.vr == kUn || header.vr == kSq;
    const bool starts_item = !undefined && header.length >= 8 && may_be_sequence &&
                             load16(bytes_.data() + at_, big_endian_) == 0xFFFE &&
                             load16(bytes_.data() + at_ + 2, big_endian_) == 0xE000;
    const bool keep = level.keep && (sequences_ == Sequences::all || is_read(header.tag));
    if (undefined || (keep && starts_item)) {
      Level sequence;
      sequence.is_sequence = true;
      sequence.keep = keep;
      sequence.explicit_vr = level.explicit_vr && header.vr != kUn;  // PS3.5 6.2.2: UN holds implicit VR
      sequence.undefined = undefined;
      sequence.begin = at_;
      sequence.end = undefined ? level.end : at_ + header.length;
      sequence.element.tag = header.tag;
      sequence.element.vr = header.vr;
      levels_.push_back(std::move(sequence));
      return true;
    }
    if (level.keep) {
      Element element;
      element.tag = header.tag;
      element.vr = header.vr;
      element.value = bytes_.subspan(at_, header.length);
      level.set.elements.push_back(std::move(element));
    }
    at_ += header.length;
    return true;
  }

  // Encapsulated bytes (PS3.5 A.4): items up to a sequence delimiter.
  bool fragments(const ElementHeader& header) {
    Level& level = levels_.back();
    const bool keep =
        level.keep && levels_.size() == 1 && header.tag == tag::kPixelData && !result_.encapsulated;
    if (keep) {
      result_.encapsulated = true;
      Element element;
      element.tag = header.tag;
      element.vr = header.vr;
      level.set.elements.push_back(std::move(element));
    }
    while (true) {
      const auto part = read_element_header(bytes_, at_, level.end, big_endian_, true);
      if (!part) return stop("the file ends inside the compressed pixel data");
      at_ = part->value_at;
      if (part->tag == tag::kSequenceDelimiter) return true;
      if (part->tag != tag::kItem || part->length == kUndefinedLength)
        return stop("the compressed pixel data are not divided into items");
      const std::size_t left = level.end - at_;
      const std::size_t length = std::min<std::size_t>(part->length, left);
      if (keep && result_.fragments.size() == kMostElements)
        return stop("the compressed pixel data are in too many pieces");
      if (keep) result_.fragments.push_back(bytes_.subspan(at_, length));
      at_ += length;
      if (part->length > left) return stop("the file ends inside the compressed pixel data");
    }
  }

  ByteView bytes_;
  bool big_endian_;
  Sequences sequences_;
  std::size_t at_ = 0;
  std::size_t kept_ = 0;
  std::vector<Level> levels_;
  ReadDataSet result_;
};

}  // namespace

base::Result<ReadDataSet> read_data_set(ByteView bytes, bool big_endian, bool explicit_vr,
                                        Sequences sequences) {
  return Reader(bytes, big_endian, explicit_vr, sequences).read();
}

}  // namespace roentgen::dicom
