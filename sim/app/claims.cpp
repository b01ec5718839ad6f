// wedge claims.
#include <algorithm>
#include <filesystem>
#include <ostream>

#include "app/claims_text.hpp"
#include "app/commands.hpp"
#include "app/progress.hpp"
#include "engine/claims/claims_json.hpp"
#include "engine/studies/machine.hpp"

namespace wedge::app {

using namespace engine;

namespace {

// Beside the installed program, else in the checkout that it was built from.
std::string shipped_claims() {
  namespace fs = std::filesystem;
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none);
  const fs::path installed = program.parent_path().parent_path() / WEDGE_DATA_FOLDER / "scenarios" / "claims.toml";
  const fs::path checkout = fs::path(WEDGE_CHECKOUT) / "scenarios" / "claims.toml";
  return fs::exists(installed, none) ? installed.string() : checkout.string();
}

}  // namespace

int claims(const ClaimsArguments& given, std::ostream& out, std::ostream& err) {
  ClaimsArguments arguments = given;
  if (arguments.file.empty()) arguments.file = shipped_claims();
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
