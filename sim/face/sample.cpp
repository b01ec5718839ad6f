#include "wedge/sample.hpp"

#include <span>

#include "base/error.hpp"
#include "face/access.hpp"
#include "sampling/design.hpp"
#include "sampling/sampler.hpp"

namespace wedge::face {

Sample sample(const Scenario& scenario, const SampleOptions& options) {
  const std::optional<Method> method = method_named(options.method);
  if (!method) fail_input("method", "there is no '" + options.method + "'; expected sobol, lhs or random");
  if (options.draws < 1) fail_input("draws", "is below 1; expected the number of draws");
  const Sampler sampler(Access::read(scenario).scenario);
  const auto width = static_cast<std::size_t>(sampler.dimensions());
  const std::vector<double> points =
      Design(*method, options.seed, sampler.dimensions(), options.draws).points(0, options.draws);
  Sample out{sampler.keys(), std::vector<double>(points.size())};
  for (std::size_t at = 0; width > 0 && at < points.size(); at += width)
    sampler.values(std::span(points).subspan(at, width), std::span(out.values).subspan(at, width));
  return out;
}

}  // namespace wedge::face
