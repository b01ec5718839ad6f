/// Plain-text tables for a terminal.
#pragma once

#include <string>
#include <vector>

namespace wedge::app {

/// Rows of cells under a heading; columns are as wide as their widest cell. Numbers are set right.
class Table {
 public:
  enum class Align { left, right };

  Table& column(std::string heading, Align align = Align::right);
  void row(std::vector<std::string> cells);
  /// Every line indented by two blanks and ended by a newline; columns two blanks apart, or one where the page is too
  /// narrow for two. Heading left out if all are empty.
  std::string text() const;

 private:
  struct Column {
    std::string heading;
    Align align;
  };
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// What is printed fits into so many columns.
inline constexpr int page_width = 80;
/// Columns of the widest line of a UTF-8 text: one a code point (no wide characters are used here).
int width_of(const std::string& text);

/// Three decimals; `<0.001` for what would round to nothing; `–` for NaN.
std::string probability_text(double x);
/// Smaller changes are zero to change_text().
inline constexpr double smallest_change = 5e-5;
/// Signed, four decimals; `–` for NaN.
std::string change_text(double x);
/// Of a standard error: four decimals; `<0.0001` for what would round to nothing; `–` for NaN.
std::string error_text(double x);

/// Words broken into lines of at most `width` columns, each indented.
std::string wrapped(const std::string& words, int width = 78, int indent = 2);

/// `a, b, c and 4 more`.
std::string listed(const std::vector<std::string>& names, std::size_t most = 6);

}  // namespace wedge::app
