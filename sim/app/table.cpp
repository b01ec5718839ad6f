#include "app/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace wedge::app {

int width_of(const std::string& text) {
  int widest = 0, line = 0;
  for (const char c : text) {
    if (c == '\n')
      line = 0;
    else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80)
      widest = std::max(widest, ++line);
  }
  return widest;
}

Table& Table::column(std::string heading, Align align) {
  columns_.push_back({std::move(heading), align});
  return *this;
}

void Table::row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

std::string Table::text() const {
  std::vector<std::string> headings;
  for (const Column& column : columns_) headings.push_back(column.heading);
  std::vector<int> widths(columns_.size());
  for (std::size_t j = 0; j < columns_.size(); ++j) {
    widths[j] = width_of(headings[j]);
    for (const auto& row : rows_) widths[j] = std::max(widths[j], width_of(row[j]));
  }
  std::string out;
  int all = 0;
  for (const int width : widths) all += 2 + width;
  const std::string narrow = " ", wide = "  ";
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t j = 0; j < cells.size(); ++j) {
      const std::string blanks(static_cast<std::size_t>(widths[j] - width_of(cells[j])), ' ');
      text += (j > 0 && all > page_width ? narrow : wide) +
              (columns_[j].align == Align::left ? cells[j] + blanks : blanks + cells[j]);
    }
    out += text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
  };
  if (std::any_of(headings.begin(), headings.end(), [](const auto& h) { return !h.empty(); })) line(headings);
  for (const auto& row : rows_) line(row);
  return out;
}

std::string probability_text(double x) {
  if (std::isnan(x)) return "–";
  if (x > 0.0 && x < 0.0005) return "<0.001";
  return fmt::format("{:.3f}", x);
}

std::string change_text(double x) {
  if (std::isnan(x)) return "–";
  return fmt::format("{:+.4f}", std::abs(x) < smallest_change ? 0.0 : x);
}

std::string error_text(double x) {
  if (std::isnan(x)) return "–";
  return x > 0.0 && x < smallest_change ? "<0.0001" : fmt::format("{:.4f}", x);
}

std::string wrapped(const std::string& words, int width, int indent) {
  std::istringstream in(words);
  std::string out, line(indent, ' '), word;
  bool empty = true;
  while (in >> word) {
    if (!empty && width_of(line) + width_of(word) + 1 > width) {
      out += line + "\n";
      line.assign(indent, ' ');
      empty = true;
    }
    line += (empty ? "" : " ") + word;
    empty = false;
  }
  return empty ? out : out + line + "\n";
}

std::string listed(const std::vector<std::string>& names, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) out += (i == 0 ? "" : ", ") + names[i];
  return names.size() > most ? out + fmt::format(" and {} more", names.size() - most) : out;
}

}  // namespace wedge::app
