#include "results/pdf_paper.h"

#include <hpdf.h>
#include <hpdf_doc.h>

#include <algorithm>
#include <map>
#include <utility>
#include <variant>

#include "base/text.h"

namespace roentgen::results {
namespace {

constexpr float kTop = 74;      // below the notice that stands on every page
constexpr float kBottom = 792;  // above the page's number
constexpr float kLeading = 1.36F;

}  // namespace

// What is drawn is kept until the end: only then it is known which letters of a typeface are needed.
struct Paper::Impl {
  struct Text {
    Runs runs;
    Type type;
    float left, baseline;
  };
  struct Box {
    float left, top, width, height;
    Colour colour;
  };
  struct Jpeg {
    base::Bytes file;
    float left, top, width, height;
  };
  using Drawn = std::variant<Text, Box, Jpeg>;

  Fonts fonts;
  std::unique_ptr<Typeface> fallback;
  std::vector<std::vector<Drawn>> pages = std::vector<std::vector<Drawn>>(1);
  std::size_t page = 0;
  float y = kTop;

  void begin_page() {
    pages.emplace_back();
    page = pages.size() - 1;
    y = kTop;
  }
  void draw(Drawn drawn) { pages[page].push_back(std::move(drawn)); }

  const Typeface& face(bool is_bold) const { return is_bold ? *fonts.bold : *fonts.regular; }

  Runs runs(std::string_view text, bool is_bold) {
    Runs found = runs_of(text, face(is_bold), fallback.get());
    // The fallback is a large file: looked into only where a text needs it.
    if (found.complete || fallback || fonts.fallback.empty()) return found;
    auto read = Typeface::read(fonts.fallback);
    if (!read) return found;
    fallback = std::make_unique<Typeface>(std::move(*read));
    return runs_of(text, face(is_bold), fallback.get());
  }

  float width(const Runs& text, const Type& type) const {
    float sum = 0;
    for (const Run& run : text.runs) {
      const Typeface& used = run.fallback ? *fallback : face(type.bold);
      for (const std::uint32_t code : codes_of(run.text)) sum += used.advance(code) * type.size / 1000;
    }
    return sum;
  }
  float width(std::string_view text, const Type& type) { return width(runs(text, type.bold), type); }

  void write(Runs text, const Type& type, float left, float baseline) {
    draw(Text{std::move(text), type, left, baseline});
  }
};

namespace {

// The document of the PDF library, with the typefaces that its texts need.
class Document {
 public:
  Document() : document_(HPDF_New(nullptr, nullptr)) {  // no handler: mistakes stay in the document
    if (document_ == nullptr) return;
    HPDF_UseUTFEncodings(document_);
    HPDF_SetCompressionMode(document_, HPDF_COMP_ALL);
  }
  ~Document() {
    if (document_ != nullptr) HPDF_Free(document_);
  }
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  explicit operator bool() const { return document_ != nullptr; }
  HPDF_Doc get() const { return document_; }

  // As HPDF_LoadTTFontFromFile() does, from memory.
  HPDF_Font load(const base::Bytes& file) {
    HPDF_Stream stream = HPDF_MemStream_New(document_->mmgr, static_cast<HPDF_UINT>(file.size()));
    if (stream == nullptr || HPDF_Stream_Write(stream, reinterpret_cast<const HPDF_BYTE*>(file.data()),
                                               static_cast<HPDF_UINT>(file.size())) != HPDF_OK)
      return nullptr;
    HPDF_FontDef face = HPDF_TTFontDef_Load(document_->mmgr, stream, HPDF_TRUE);
    if (face == nullptr || HPDF_List_Add(document_->fontdef_list, face) != HPDF_OK) return nullptr;
    char tag[] = "ROENAA";
    tag[5] = static_cast<char>('A' + loaded_++);
    HPDF_TTFontDef_SetTagName(face, tag);
    return HPDF_GetFont(document_, face->base_font, "UTF-8");
  }

 private:
  HPDF_Doc document_;
  int loaded_ = 0;
};

}  // namespace

Paper::Paper(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Paper::Paper(Paper&&) noexcept = default;
Paper& Paper::operator=(Paper&&) noexcept = default;
Paper::~Paper() = default;

Paper::Paper(const Fonts& fonts) : impl_(std::make_unique<Impl>()) {
  impl_->fonts = fonts;
}

float Paper::y() const {
  return impl_->y;
}

void Paper::skip(float points) {
  impl_->y += points;
}

void Paper::room(float points) {
  if (impl_->y + points > kBottom) impl_->begin_page();
}

bool Paper::paragraph(std::string_view text, const Type& type, float left, float width) {
  const Runs all = impl_->runs(text, type.bold);
  const float space = impl_->width(" ", type), leading = type.size * kLeading;
  std::string pending;
  float used = 0;
  const auto flush = [&] {
    room(leading);
    impl_->y += leading;
    impl_->write(impl_->runs(pending, type.bold), type, left, impl_->y - leading * 0.27F);
    pending.clear();
    used = 0;
  };
  const auto append = [&](std::string_view word, float wide) {
    if (!pending.empty() && used + space + wide > width) flush();
    if (!pending.empty()) pending += ' ', used += space;
    pending += word;
    used += wide;
  };
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    float wide = impl_->width(word, type);
    while (wide > width && word.size() > 1) {  // a hash, a name without spaces: broken where it must be
      std::size_t cut = std::max<std::size_t>(
          1, static_cast<std::size_t>(static_cast<float>(word.size()) * width / wide * 0.95F));
      while (cut > 1 && (static_cast<unsigned char>(word[cut]) & 0xC0) == 0x80) --cut;
      if ((static_cast<unsigned char>(word[cut]) & 0xC0) == 0x80) break;
      append(word.substr(0, cut), impl_->width(word.substr(0, cut), type));
      word.remove_prefix(cut);
      wide = impl_->width(word, type);
    }
    append(word, wide);
  }
  if (!pending.empty()) flush();
  return all.complete;
}

bool Paper::line(std::string_view text, const Type& type, float left, float top, float width, bool right) {
  Runs runs = impl_->runs(text, type.bold);
  const bool complete = runs.complete;
  std::string kept(text);
  while (kept.size() > 1 && impl_->width(runs, type) > width) {
    // A third of what is too long at a time, always between characters.
    std::size_t length = kept.size() - std::max<std::size_t>(1, kept.size() / 12);
    while (length > 0 && (static_cast<unsigned char>(kept[length]) & 0xC0) == 0x80) --length;
    kept.resize(length);
    runs = impl_->runs(kept + "…", type.bold);
  }
  const float shift = right ? width - impl_->width(runs, type) : 0;
  impl_->write(runs, type, left + shift, top + type.size * 1.09F);
  return complete;
}

void Paper::box(float left, float top, float width, float height, const Colour& colour) {
  impl_->draw(Impl::Box{left, top, width, height, colour});
}

void Paper::jpeg(std::span<const std::byte> file, float left, float top, float width, float height) {
  impl_->draw(Impl::Jpeg{base::Bytes(file.begin(), file.end()), left, top, width, height});
}

int Paper::pages() const {
  return static_cast<int>(impl_->pages.size());
}

void Paper::on_page(int page) {
  impl_->page = static_cast<std::size_t>(page);
}

struct Paper::Printer {
  Document document;
  std::map<const Typeface*, HPDF_Font> fonts;
  HPDF_Page page = nullptr;

  const Typeface* face(const Impl& paper, const Run& run, bool bold) const {
    return run.fallback ? paper.fallback.get() : &paper.face(bold);
  }

  bool load_fonts(const Impl& paper) {
    std::vector<std::pair<const Typeface*, std::vector<std::uint32_t>>> needed;  // in the order of their use
    for (const auto& drawn : paper.pages)
      for (const Impl::Drawn& one : drawn) {
        const auto* text = std::get_if<Impl::Text>(&one);
        if (text == nullptr) continue;
        for (const Run& run : text->runs.runs) {
          const Typeface* used = face(paper, run, text->type.bold);
          auto place =
              std::ranges::find(needed, used, &std::pair<const Typeface*, std::vector<std::uint32_t>>::first);
          if (place == needed.end()) place = needed.insert(needed.end(), {used, {}});
          const auto codes = codes_of(run.text);
          place->second.insert(place->second.end(), codes.begin(), codes.end());
        }
      }
    for (const auto& [used, codes] : needed) {
      HPDF_Font font = document.load(used->subset(codes));
      if (font == nullptr) return false;
      fonts[used] = font;
    }
    return true;
  }

  void print(const Impl& paper, const Impl::Text& text) {
    HPDF_Page_SetRGBFill(page, text.type.colour.red, text.type.colour.green, text.type.colour.blue);
    HPDF_Page_BeginText(page);
    HPDF_Page_MoveTextPos(page, text.left, kHeight - text.baseline);
    for (const Run& run : text.runs.runs) {
      HPDF_Page_SetFontAndSize(page, fonts.at(face(paper, run, text.type.bold)), text.type.size);
      HPDF_Page_ShowText(page, run.text.c_str());
    }
    HPDF_Page_EndText(page);
  }

  void print(const Impl&, const Impl::Box& box) {
    HPDF_Page_SetRGBFill(page, box.colour.red, box.colour.green, box.colour.blue);
    HPDF_Page_Rectangle(page, box.left, kHeight - box.top - box.height, box.width, box.height);
    HPDF_Page_Fill(page);
  }

  void print(const Impl&, const Impl::Jpeg& jpeg) {
    HPDF_Image image =
        HPDF_LoadJpegImageFromMem(document.get(), reinterpret_cast<const HPDF_BYTE*>(jpeg.file.data()),
                                  static_cast<HPDF_UINT>(jpeg.file.size()));
    if (image == nullptr) return;  // told by finish()
    const float columns = static_cast<float>(HPDF_Image_GetWidth(image)),
                rows = static_cast<float>(HPDF_Image_GetHeight(image));
    const float scale = std::min(jpeg.width / columns, jpeg.height / rows);
    const float wide = columns * scale, high = rows * scale;
    HPDF_Page_DrawImage(page, image, jpeg.left + (jpeg.width - wide) / 2,
                        kHeight - jpeg.top - (jpeg.height + high) / 2, wide, high);
  }

  bool print(const Impl& paper) {
    for (const auto& drawn : paper.pages) {
      page = HPDF_AddPage(document.get());
      if (page == nullptr) return false;
      HPDF_Page_SetWidth(page, kWidth);
      HPDF_Page_SetHeight(page, kHeight);
      for (const Impl::Drawn& one : drawn) std::visit([&](const auto& it) { print(paper, it); }, one);
    }
    return true;
  }
};

base::Result<base::Bytes> Paper::finish() {
  Printer printer;
  if (!printer.document) return base::fail(base::ErrorCode::internal, "There is no memory for a page.");
  if (!printer.load_fonts(*impl_))
    return base::fail(base::ErrorCode::internal, "The typeface of the pages could not be loaded.");
  const bool printed = printer.print(*impl_);
  HPDF_Doc document = printer.document.get();
  HPDF_SaveToStream(document);
  const auto error = HPDF_GetError(document);
  if (!printed || error != HPDF_OK)
    return base::fail(base::ErrorCode::internal,
                      "The PDF library could not write the page (its code " + std::to_string(error) + ").");
  base::Bytes bytes(HPDF_GetStreamSize(document));
  HPDF_UINT32 size = static_cast<HPDF_UINT32>(bytes.size());
  HPDF_ResetStream(document);
  HPDF_ReadFromStream(document, reinterpret_cast<HPDF_BYTE*>(bytes.data()), &size);
  bytes.resize(size);
  return bytes;
}

}  // namespace roentgen::results
