// Any bytes as a recipe: read or refused in words.
#include "base/file.h"
#include "file_input.h"
#include "model/card.h"
// The room needs LibTorch, which has no sanitizer build; this source of it stands alone.
#include "../../src/training/fields.cpp"
#include "../../src/training/recipe.cpp"
#include "../../src/training/recipe_parts.cpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const roentgen::fuzz::FileInput file(data, size);
  const auto recipe = roentgen::training::read_recipe(file.path());
  if (!recipe && recipe.error().message.empty()) std::abort();
  return 0;
}
