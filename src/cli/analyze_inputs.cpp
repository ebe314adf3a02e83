#include "cli/analyze_inputs.h"

#include <glob.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <set>
#include <string_view>

namespace roentgen::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 7> kExtensions{".dcm", ".dicom", ".dic", ".ima",
                                                      ".png", ".jpg",   ".jpeg"};
constexpr std::size_t kLongestName = 80;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool has_dicom_prefix(const fs::path& path) {
  std::array<char, 132> start{};
  std::ifstream file(path, std::ios::binary);
  return file.read(start.data(), start.size()) && std::string_view(start.data() + 128, 4) == "DICM";
}

bool is_radiograph_file(const fs::path& path) {
  if (path.filename() == "DICOMDIR") return false;
  const std::string extension = lower(path.extension().string());
  return std::ranges::find(kExtensions, extension) != kExtensions.end() || has_dicom_prefix(path);
}

bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

fs::path settled(const fs::path& path) {
  std::error_code error;
  const fs::path canonical = fs::weakly_canonical(path, error);
  return error ? path.lexically_normal() : canonical;
}

void add_folder(const fs::path& folder, const fs::path& out, Inputs& inputs) {
  std::vector<fs::path> found;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    std::error_code ignored;
    const bool is_folder = it->is_directory(ignored);
    if (is_hidden(it->path()) || (is_folder && !out.empty() && settled(it->path()) == out)) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file(ignored)) {
      if (is_radiograph_file(it->path())) {
        found.push_back(it->path());
      } else {
        ++inputs.skipped;
      }
    }
  }
  std::ranges::sort(found);
  inputs.files.insert(inputs.files.end(), found.begin(), found.end());
}

// What a pattern stands for; the argument itself if that is nothing.
std::vector<fs::path> expand(const std::string& argument) {
  std::error_code ignored;
  if (fs::exists(argument, ignored) || argument.find_first_of("*?[") == std::string::npos) return {argument};
  glob_t matches{};
  std::vector<fs::path> paths;
  if (::glob(argument.c_str(), 0, nullptr, &matches) == 0) {
    for (std::size_t i = 0; i < matches.gl_pathc; ++i) paths.emplace_back(matches.gl_pathv[i]);
  }
  ::globfree(&matches);
  if (paths.empty()) paths.emplace_back(argument);
  return paths;
}

std::string safe_name(const fs::path& file) {
  std::string name = file.stem().string();
  for (char& c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '_' || c == '-';
    if (!plain) c = '_';
  }
  name.resize(std::min(name.size(), kLongestName));
  // No hidden folder, nothing that a program takes for an option, no "." and "..".
  if (name.empty() || name[0] == '.' || name[0] == '-') name.insert(name.begin(), '_');
  return name;
}

}  // namespace

Inputs collect_inputs(const std::vector<std::string>& arguments, const fs::path& out) {
  Inputs inputs;
  const fs::path out_settled = out.empty() ? out : settled(out);
  for (const std::string& argument : arguments) {
    for (const fs::path& path : expand(argument)) {
      std::error_code ignored;
      if (fs::is_directory(path, ignored)) {
        add_folder(path, out_settled, inputs);
      } else {
        inputs.files.push_back(path);
      }
    }
  }
  std::set<fs::path> seen;
  std::erase_if(inputs.files, [&](const fs::path& path) { return !seen.insert(settled(path)).second; });
  return inputs;
}

std::vector<std::string> result_names(const std::vector<fs::path>& files) {
  std::set<std::string> taken{"summary.csv", "report.html", "findings.csv", "findings.jsonl"};
  std::vector<std::string> names;
  for (const fs::path& file : files) {
    const std::string base = safe_name(file);
    std::string name = base;
    for (int n = 2; !taken.insert(lower(name)).second; ++n) name = base + "-" + std::to_string(n);
    names.push_back(name);
  }
  return names;
}

}  // namespace roentgen::cli
