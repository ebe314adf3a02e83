#include "cli/labelled_films.h"

#include "cli/chosen_films.h"
#include "cli/column_value.h"
#include "model/package.h"

namespace roentgen::cli {

base::Result<dataset::Table> labelled_films(const std::string& data, const std::string& truth,
                                            const std::vector<std::string>& constants,
                                            const std::string& example) {
  auto table = dataset::read_table(data);
  if (!table) return table;
  if (!truth.empty())
    if (auto joined = join_truth(truth, *table); !joined) return std::unexpected(joined.error());
  for (const std::string& text : constants) {
    const auto constant = column_value(text, example);
    if (!constant) return std::unexpected(constant.error());
    set_column(*table, *constant);
  }
  return table;
}

base::Result<reading::Reader> start_reader(const std::string& models, int threads) {
  reading::ReaderOptions how;
  how.models_folder = models.empty() ? model::default_models_folder() : std::filesystem::path(models);
  how.threads = threads;
  how.side_by_side = false;
  auto reader = reading::Reader::start(how);
  if (const auto loaded = reader.ready(); !loaded) return std::unexpected(loaded.error());
  return reader;
}

}  // namespace roentgen::cli
