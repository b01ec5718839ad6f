#include "wedge/claims.hpp"

#include <fmt/format.h>

#include "engine/claims/claims_json.hpp"
#include "engine/reading.hpp"

namespace wedge::face {

ClaimsReport run_claims(const std::string& file, const ClaimOptions& options) {
  const std::vector<engine::Claim> claims =
      engine::chosen(engine::read_claims(engine::text_of(file), file), options.only);
  const engine::ClaimStudies studies(claims, file, options.draws, options.seed);
  std::atomic<std::int64_t> draws_done{0};
  const std::vector<engine::Evidence> evidence = studies.run(options.threads, draws_done);
  ClaimsReport out;
  for (std::size_t c = 0; c < claims.size(); ++c)
    out.claims.push_back({claims[c].id, claims[c].says, claims[c].source, engine::verdict_name(evidence[c].verdict),
                          engine::conditions_that_hold(claims[c], evidence[c])});
  out.json = engine::claims_document(file, options.draws, fmt::format("{:x}", options.seed), claims, evidence);
  return out;
}

}  // namespace wedge::face
