#include "dataset/spoil_set.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <optional>

#include "base/file.h"
#include "base/parallel.h"
#include "dataset/spoil.h"
#include "image/codec.h"

namespace roentgen::dataset {
namespace {

constexpr int kQuality = 90;
constexpr std::uint64_t kSpoilStream = 4711, kPictureStream = 4712;  // what is done; how it turns out

constexpr std::array<std::string_view, 14> kColumns{
    "original", "spoil", "turned",  "mirrored", "inverted",      "photo",          "overlay",
    "dark",     "pale",  "blurred", "cut_apex", "cut_left_base", "cut_right_base", "cut_side"};

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

std::string word(bool yes) {
  return yes ? "1" : "0";
}
std::string word(const std::optional<bool>& known) {
  return known ? word(*known) : "";
}

// Where the lungs lie in the whole film, if the set knows.
struct Lungs {
  image::Mask mask;
  int right = 0, left = 0;
};

int value_of(const MaskFolder& masks, const std::string& structure) {
  for (const auto& [value, name] : masks.structures)
    if (name == structure) return value;
  return 0;
}

std::optional<Lungs> lungs_of(const std::vector<MaskFolder>& folders, const Film& film) {
  for (const MaskFolder& folder : folders) {
    const int right = value_of(folder, "right_lung"), left = value_of(folder, "left_lung");
    if (right == 0 || left == 0 || !has_mask(folder, film)) continue;
    if (auto mask = read_mask(folder, film)) return Lungs{std::move(*mask), right, left};
  }
  return std::nullopt;
}

std::vector<std::string> truth_of(const Film& film, const NamedSpoil& named,
                                  const std::optional<Lungs>& lungs) {
  const Spoil& spoil = named.spoil;
  CutLungs cut;
  if (lungs && spoil.turn == 0 && !spoil.mirrored)
    cut = cut_lungs(lungs->mask, lungs->right, lungs->left, spoil.crop);
  return {film.image,
          named.words,
          std::to_string(spoil.turn),
          word(spoil.mirrored),
          word(spoil.inverted),
          word(spoil.photo),
          word(spoil.overlay),
          word(spoil.exposure < 0),
          word(spoil.exposure > 0),
          word(spoil.blur > 0),
          word(cut.apex),
          word(cut.left_base),
          word(cut.right_base),
          word(cut.side)};
}

bool is_ours(const std::string& column) {
  return std::ranges::find(kColumns, column) != kColumns.end();
}

}  // namespace

std::vector<NamedSpoil> spoils_of(const SpoilOptions& options, std::size_t film) {
  base::Random random{options.seed, kSpoilStream, film};
  if (options.mode == SpoilMode::each) return one_of_each(random);
  std::vector<NamedSpoil> all{{"clean", {}}};
  while (static_cast<int>(all.size()) < options.variants)
    all.push_back(options.mode == SpoilMode::single
                      ? NamedSpoil{"single", any_single(random)}
                      : NamedSpoil{"mixture", any_mixture(random, options.upright)});
  return all;
}

SpoiledFilm spoiled_variant(const image::Image& picture, const NamedSpoil& spoil, const SpoilOptions& options,
                            std::size_t film, std::size_t variant) {
  return spoiled_film(picture, spoil.spoil, base::Random{options.seed, kPictureStream, film, variant});
}

base::Result<std::size_t> spoil_set(const Table& table, const std::filesystem::path& out,
                                    const SpoilOptions& options) {
  std::error_code failed;
  std::filesystem::create_directories(out / "images", failed);
  if (failed)
    return base::fail(base::ErrorCode::unusable_input, "The folder cannot be made: " + failed.message() + ".",
                      out.string());
  std::vector<MaskFolder> folders;
  if (std::filesystem::exists(table.folder / "masks.json")) {
    auto read = read_mask_folders(table);
    if (!read) return std::unexpected(read.error());
    folders = std::move(*read);
  }

  std::string header = "image";
  std::vector<std::string> kept;
  for (const std::string& column : table.columns)
    if (column != "image" && !is_ours(column)) kept.push_back(column);
  for (const std::string& column : kept) header += "," + quoted(column);
  for (const auto column : kColumns) header.append(",").append(column);

  std::vector<std::string> rows(table.films.size());
  std::vector<std::optional<base::Error>> errors(table.films.size());
  std::atomic<std::size_t> done = 0, written = 0;
  const auto ran = base::parallel_for(table.films.size(), options.threads, [&](std::size_t f) {
    const Film& film = table.films[f];
    const auto picture = read_image(table, film);
    if (!picture) {
      errors[f] = picture.error();
      return;
    }
    const auto lungs = lungs_of(folders, film);
    const auto spoils = spoils_of(options, f);
    for (std::size_t v = 0; v < spoils.size(); ++v) {
      const std::string name =
          std::filesystem::path(film.image).stem().string() + "." + std::to_string(v) + ".jpg";
      const image::Image made = spoiled_variant(*picture, spoils[v], options, f, v).image;
      if (auto saved = base::write_file(out / "images" / name, image::encode_jpeg(made, kQuality)); !saved) {
        errors[f] = saved.error();
        return;
      }
      rows[f] += quoted(name);
      for (const std::string& column : kept) {
        const auto found = film.values.find(column);
        rows[f] += "," + (found == film.values.end() ? "" : quoted(found->second));
      }
      for (const std::string& value : truth_of(film, spoils[v], lungs)) rows[f] += "," + quoted(value);
      rows[f] += "\n";
      ++written;
    }
    if (options.progress) options.progress(++done, table.films.size());
  });
  if (!ran) return std::unexpected(ran.error());
  for (const auto& error : errors)
    if (error) return std::unexpected(*error);
  std::string csv = header + "\n";
  for (const std::string& row : rows) csv += row;
  if (auto saved = base::write_text(out / "metadata.csv", csv); !saved) return std::unexpected(saved.error());
  return written.load();
}

}  // namespace roentgen::dataset
