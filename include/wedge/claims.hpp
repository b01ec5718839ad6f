/// Claims about alliances, and whether the model bears them out (docs/claims.md).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "wedge/study.hpp"

namespace wedge::face {

struct ClaimOptions {
  std::string only;          ///< `C2,C3`; empty: all
  std::int64_t draws = 512;  ///< at each setting; a claim may allow fewer
  std::uint64_t seed = 0x5eed;
  int threads = 0;  ///< 0: one a core
};

struct ClaimOutcome {
  std::string id, says, source;
  std::string verdict;  ///< holds, holds conditionally, not significant, not reproduced or not run
  std::vector<std::string> holds_where;
};

struct ClaimsReport {
  std::vector<ClaimOutcome> claims;
  std::string json;  ///< the document of `wedge claims --format json`: every comparison, exactly

  const std::string& to_json() const { return json; }
};

/// InputError for whatever is wrong with the file, or is not in the scenarios that it names.
ClaimsReport run_claims(const std::string& file, const ClaimOptions& options = {});

}  // namespace wedge::face
