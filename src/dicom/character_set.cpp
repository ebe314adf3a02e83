#include "dicom/character_set.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace roentgen::dicom {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr char kEscape = '\x1B';

enum class Plane { low, high };                       // bytes below and above 0x80
enum class Form { single, pair };                     // bytes for each character
enum class Base { as_it_is, euc_second, euc_third };  // after 0x8E or 0x8F in EUC-JP

// What an escape sequence switches on (PS3.3 tables C.12-3 and C.12-4).
struct Designation {
  std::string_view set;     // defined term of the extension
  std::string_view escape;  // after ESC; empty: a set without extensions
  Plane plane;
  Form form;
  const char* encoding;  // iconv's name, of the bytes with their high bits set where form is pair
  Base base = Base::as_it_is;
};
constexpr std::array kDesignations = std::to_array<Designation>({
    {"ISO 2022 IR 6", "(B", Plane::low, Form::single, "ASCII"},
    {"ISO 2022 IR 100", "-A", Plane::high, Form::single, "ISO-8859-1"},
    {"ISO 2022 IR 101", "-B", Plane::high, Form::single, "ISO-8859-2"},
    {"ISO 2022 IR 109", "-C", Plane::high, Form::single, "ISO-8859-3"},
    {"ISO 2022 IR 110", "-D", Plane::high, Form::single, "ISO-8859-4"},
    {"ISO 2022 IR 144", "-L", Plane::high, Form::single, "ISO-8859-5"},
    {"ISO 2022 IR 127", "-G", Plane::high, Form::single, "ISO-8859-6"},
    {"ISO 2022 IR 126", "-F", Plane::high, Form::single, "ISO-8859-7"},
    {"ISO 2022 IR 138", "-H", Plane::high, Form::single, "ISO-8859-8"},
    {"ISO 2022 IR 148", "-M", Plane::high, Form::single, "ISO-8859-9"},
    {"ISO 2022 IR 203", "-b", Plane::high, Form::single, "ISO-8859-15"},
    {"ISO 2022 IR 166", "-T", Plane::high, Form::single, "TIS-620"},
    {"ISO 2022 IR 13", ")I", Plane::high, Form::single, "EUC-JP", Base::euc_second},
    {"ISO 2022 IR 13", "(J", Plane::low, Form::single, "ASCII"},
    {"ISO 2022 IR 87", "$B", Plane::low, Form::pair, "EUC-JP"},
    {"ISO 2022 IR 159", "$(D", Plane::low, Form::pair, "EUC-JP", Base::euc_third},
    {"ISO 2022 IR 149", "$)C", Plane::high, Form::pair, "EUC-KR"},
    {"ISO 2022 IR 58", "$)A", Plane::high, Form::pair, "GB2312"},
});
const Designation& kAscii =
    kDesignations.front();  // JIS X 0201's low half differs in the looks of \ and ~ alone

// One stretch of bytes; empty if they are not of the encoding.
std::string convert(const char* encoding, std::string_view bytes, const char* into = "UTF-8") {
  const iconv_t state = ::iconv_open(into, encoding);
  if (state == reinterpret_cast<iconv_t>(-1)) return {};
  std::string in(bytes), out(bytes.size() * 4 + 4, '\0');
  char *from = in.data(), *to = out.data();
  std::size_t left = in.size(), room = out.size();
  const bool done = ::iconv(state, &from, &left, &to, &room) != static_cast<std::size_t>(-1) && left == 0;
  ::iconv_close(state);
  out.resize(done ? static_cast<std::size_t>(to - out.data()) : 0);
  return out;
}

std::string trimmed(ByteView value) {
  std::string text(reinterpret_cast<const char*>(value.data()), value.size());
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.pop_back();
  return text;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

// A set without code extensions: the whole value is in it.
DecodedText whole(const char* encoding, const std::string& text) {
  DecodedText out;
  std::string kept;
  for (const char c : text) kept += is_control(c) ? '\x01' : c;
  out.utf8 = convert(encoding, kept);
  // iconv lets forms of five bytes and code points beyond U+10FFFF pass from UTF-8 to UTF-8, but not to
  // UTF-16.
  if (convert("UTF-8", out.utf8, "UTF-16LE").empty()) out.utf8.clear();
  if (out.utf8.empty() && !kept.empty()) {  // byte by byte, so that one bad byte does not take the rest along
    out.exact = false;
    for (const char c : kept)
      out.utf8 += static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : std::string(kReplacement);
  }
  for (auto at = out.utf8.find('\x01'); at != std::string::npos; at = out.utf8.find('\x01', at))
    out.utf8.replace(at, 1, kReplacement);
  return out;
}

class Extended {
 public:
  explicit Extended(const Designation& first) : first_(first) { reset(); }

  DecodedText decode(std::string_view text) {
    while (!text.empty()) {
      if (text[0] == kEscape) {
        text.remove_prefix(designate(text.substr(1)));
        continue;
      }
      const bool high = static_cast<unsigned char>(text[0]) >= 0x80;
      const Designation* plane = high ? high_ : low_;
      if (is_control(text[0])) {
        out_.utf8 += kReplacement;
        reset();
        text.remove_prefix(1);
        continue;
      }
      const std::size_t length = plane && plane->form == Form::pair ? 2 : 1;
      append(plane, text.substr(0, length), length);
      // PS3.5 6.1.2.5.3: delimiters begin anew with the first set.
      if (length == 1 && (text[0] == '\\' || text[0] == '^' || text[0] == '=')) reset();
      text.remove_prefix(std::min(length, text.size()));
    }
    return out_;
  }

 private:
  void reset() {
    low_ = first_.plane == Plane::low ? &first_ : &kAscii;
    high_ = first_.plane == Plane::high ? &first_ : nullptr;
  }

  // Returns how many bytes the escape sequence takes.
  std::size_t designate(std::string_view after) {
    for (const Designation& known : kDesignations) {
      if (!after.starts_with(known.escape)) continue;
      (known.plane == Plane::low ? low_ : high_) = &known;
      return 1 + known.escape.size();
    }
    out_.utf8 += kReplacement;
    out_.exact = false;
    return 1;
  }

  void append(const Designation* plane, std::string_view bytes, std::size_t length) {
    std::string prepared;
    if (plane && bytes.size() == length) {
      prepared = plane->base == Base::euc_third ? "\x8F" : plane->base == Base::euc_second ? "\x8E" : "";
      for (const char c : bytes) prepared += length == 2 ? static_cast<char>(c | '\x80') : c;
    }
    const std::string utf8 = prepared.empty() ? "" : convert(plane->encoding, prepared);
    if (utf8.empty())
      out_.utf8 += kReplacement, out_.exact = false;
    else
      out_.utf8 += utf8;
  }

  const Designation& first_;
  const Designation *low_ = nullptr, *high_ = nullptr;
  DecodedText out_;
};

}  // namespace

DecodedText decoded_text(ByteView value, const std::vector<std::string>& sets) {
  const std::string text = trimmed(value);
  const std::string first = sets.empty() ? "" : sets.front();
  if (first == "ISO_IR 192" || first == "UTF-8") return whole("UTF-8", text);
  if (first == "GB18030" || first == "GBK") return whole("GB18030", text);
  const Designation* designation = &kAscii;
  bool known = first.empty() || first == "ISO_IR 6" || first == "ISO 2022 IR 6";
  for (const Designation& entry : kDesignations) {
    // "ISO_IR 100" and "ISO 2022 IR 100" name the same set.
    const bool same = entry.set == first || (first.starts_with("ISO_IR ") &&
                                             entry.set.substr(entry.set.rfind(' ')) == first.substr(6));
    if (!same || entry.form == Form::pair || known) continue;
    designation = &entry;
    known = true;
  }
  // A set that only exists with extensions may be named first all the same; it then begins with its escape.
  known = known || std::ranges::find(kDesignations, first, &Designation::set) != kDesignations.end();
  DecodedText out = Extended(*designation).decode(text);
  out.exact = out.exact && (known || std::ranges::all_of(text, [](char c) { return c > 0; }));
  return out;
}

DecodedText decoded_text(const DataSet& set, Tag tag) {
  const Element* element = find(set, tag);
  return element ? decoded_text(element->value, texts(set, tag::kSpecificCharacterSet)) : DecodedText{};
}

}  // namespace roentgen::dicom
