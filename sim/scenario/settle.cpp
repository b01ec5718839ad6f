#include "base/real.hpp"
#include "scenario/numbers.hpp"

namespace wedge {
namespace {

template <class Real>
void settle(Real& value, const Real& fallback) {
  value = select(value == value, value, fallback);  // absent is NaN
}

}  // namespace

template <class Real>
void settle_defaults(Scenario<Real>& scenario) {
  for (Pact<Real>& pact : scenario.pacts) settle(pact.ad_hoc, scenario.model.ad_hoc);
  for (Tie<Real>& tie : scenario.ties) settle(tie.integration_goal, tie.integration);
  for (Adversary<Real>& adversary : scenario.adversaries) {
    settle(adversary.tactic_precision, 4.0 * adversary.precision);
    Real sum(0.0);
    for (const Type<Real>& type : adversary.types) sum += type.prior;
    for (Type<Real>& type : adversary.types) type.prior /= sum;
  }
}

template void settle_defaults(Scenario<double>&);
template void settle_defaults(Scenario<Pack>&);

}  // namespace wedge
