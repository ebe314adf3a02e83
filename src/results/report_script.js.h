// The script of report.html, as one string: sorting and thumbnails. The page is complete without it.
#pragma once

#include <string_view>

namespace roentgen::results {

inline constexpr std::string_view kReportScript = R"js(
"use strict";
(() => {
  const table = document.querySelector(".list table");
  if (!table) return;
  const body = table.tBodies[0];
  const films = document.getElementById("films");

  // Each picture stands in the page once; the list borrows it.
  for (const row of body.rows) {
    const source = document.querySelector(`#${row.dataset.film} img.plain, #${row.dataset.film} img.only`);
    if (!source) continue;
    const picture = new Image();
    picture.src = source.src;
    picture.alt = "";
    row.querySelector(".thumb").append(picture);
  }

  const sort = (header) => {
    const column = header.cellIndex;
    const down = header.getAttribute("aria-sort") === "ascending";
    const key = (row) => row.cells[column].dataset.key ?? row.cells[column].textContent;
    const numeric = header.dataset.kind === "number";
    const rows = [...body.rows].sort((a, b) => {
      const x = key(a), y = key(b);
      if (x === "" || y === "") return (x === "") - (y === "");
      const order = numeric ? x - y : x.localeCompare(y, undefined, {numeric: true});
      return down ? -order : order;
    });
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    for (const row of rows) {
      body.append(row);
      films.append(document.getElementById(row.dataset.film));
    }
  };
  for (const button of table.querySelectorAll("thead button")) {
    button.addEventListener("click", () => sort(button.closest("th")));
  }
})();
)js";

}  // namespace roentgen::results
