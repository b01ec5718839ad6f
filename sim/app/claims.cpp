// wedge claims.
#include <algorithm>
#include <ostream>

#include "app/claims_text.hpp"
#include "app/commands.hpp"
#include "app/progress.hpp"
#include "app/shipped.hpp"
#include "engine/claims/claims_json.hpp"
#include "engine/studies/machine.hpp"

namespace wedge::app {

using namespace engine;

int claims(const ClaimsArguments& given, std::ostream& out, std::ostream& err) {
  ClaimsArguments arguments = given;
  if (arguments.file.empty()) arguments.file = shipped("scenarios/claims.toml", "scenarios/claims.toml").string();
  const std::uint64_t seed = seed_of(arguments.seed);
  const std::vector<Claim> claims = chosen(read_claims(text_of(arguments.file), arguments.file), arguments.only);
  const ClaimStudies studies(claims, arguments.file, arguments.draws, seed);
  std::vector<Evidence> evidence;
  {
    Progress progress(err, arguments.quiet, studies.draws());
    evidence = studies.run(arguments.threads > 0 ? arguments.threads : usable_cores(), progress.draws_done());
  }
  if (arguments.format == "json") {
    out << claims_document(arguments.file, arguments.draws, arguments.seed, claims, evidence);
  } else {
    out << claims_text(claims, evidence);
  }
  const bool contradicted = std::any_of(evidence.begin(), evidence.end(),
                                        [](const Evidence& e) { return e.verdict == Verdict::not_reproduced; });
  return contradicted ? failed : done;
}

}  // namespace wedge::app
