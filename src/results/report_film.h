// One film's part of report.html. Inside the room only.
#pragma once

#include <string>

#include "results/worklist.h"

namespace roentgen::results {

// Category for a tag: class name and words.
struct Category {
  const char* css;
  const char* words;
};
Category category_of(const study::Reading& reading);

// <article id="filmN">…</article>.
std::string film_html(const Entry& entry, const std::string& id);

}  // namespace roentgen::results
