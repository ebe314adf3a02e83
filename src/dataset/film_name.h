// A film's name, as the tables of a set write it.
#pragma once

#include <string>

namespace roentgen::dataset {

// What joins the tables of a set: "a.jpg" for "a.jpg", "./a.jpg" and "images/a.jpg" alike.
std::string bare_name(const std::string& image);

// Without the ending of a picture file: "a" for "a.jpg", but "1.2.840.113" as it is: digits are no ending.
std::string base_name(const std::string& image);

}  // namespace roentgen::dataset
