#include "report.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/error.hpp"

namespace wedge::reading {

void Report::throw_if_any() {
  if (findings_.empty()) return;
  std::stable_sort(findings_.begin(), findings_.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.spot.source, a.spot.line, a.spot.column) < std::tie(b.spot.source, b.spot.line, b.spot.column);
  });
  std::vector<Problem> problems;
  for (Finding& finding : findings_) {
    const bool in_file = finding.spot.source == 0;
    problems.push_back({sources_[finding.spot.source], in_file ? finding.spot.line : 0,
                        in_file ? finding.spot.column : 0, std::move(finding.spot.key), std::move(finding.message)});
  }
  throw InputError(std::move(problems));
}

}  // namespace wedge::reading
