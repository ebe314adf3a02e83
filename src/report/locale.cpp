#include "report/locale.h"

#include <algorithm>
#include <cstdlib>

#include "base/file.h"

namespace roentgen::report {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFile = "report.json";
constexpr std::size_t kLimit = std::size_t{1} << 20;

bool is_language(const std::string& name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; };
  return !name.empty() && name.size() <= 20 && std::ranges::all_of(name, fits);
}

}  // namespace

base::Result<Locale> load_locale(const fs::path& locales_folder, const std::string& language) {
  std::error_code ignored;
  if (!is_language(language) || !fs::exists(locales_folder / language / kFile, ignored)) {
    std::string known;
    for (const std::string& name : languages(locales_folder)) known += (known.empty() ? "" : ", ") + name;
    return base::fail(base::ErrorCode::usage,
                      "There are no words for this language; there are words for: " +
                          (known.empty() ? std::string("none") : known) + ".",
                      is_language(language) ? language : "");
  }
  const fs::path file = locales_folder / language / kFile;
  const auto json = base::read_text(file, kLimit);
  if (!json) return std::unexpected(json.error());
  auto locale = parse_locale(*json);
  if (!locale) return base::fail(locale.error().code, locale.error().message, file.string());
  if (locale->language != language)
    return base::fail(base::ErrorCode::unusable_input,
                      "The words say they are of the language " + locale->language + ".", file.string());
  return locale;
}

std::vector<std::string> languages(const fs::path& locales_folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(locales_folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code ignored;
    const std::string name = entry->path().filename().string();
    if (is_language(name) && fs::exists(entry->path() / kFile, ignored)) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

fs::path default_locales_folder() {
  if (const char* named = std::getenv("ROENTGEN_LOCALES"); named && *named) return named;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path build = program.parent_path();  // build/<preset>/roentgen
  if (build.filename() == "build" && fs::is_directory(build.parent_path() / "locales", error))
    return build.parent_path() / "locales";
  return program / "locales";
}

}  // namespace roentgen::report
