#include "engine/decisions/local_search.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <nlopt.hpp>

namespace wedge::engine {
namespace {

// What NLopt may not see: the wish to stop, and mistakes. It is told to stop, and they go on behind it.
struct Watched {
  const AtPlace& ask;
  nlopt::opt& search;
  bool& stopped;
  std::exception_ptr& mistake;
  double worst = 1.0;

  double at(unsigned n, const double* x) {
    try {
      Place place(x, x + n);
      for (double& u : place) u = std::clamp(u, 0.0, 1.0);
      if (!stopped && !mistake) {
        if (const std::optional<double> value = ask(place)) {
          if (std::isnan(*value)) return worst + std::abs(worst);
          worst = std::max(worst, *value);
          return *value;
        }
        stopped = true;
      }
    } catch (...) {
      mistake = std::current_exception();
    }
    search.force_stop();
    return worst;
  }
};

double at_place(unsigned n, const double* x, double* /*gradient*/, void* watched) {
  return static_cast<Watched*>(watched)->at(n, x);
}

nlopt::algorithm algorithm_for(const LocalProblem& problem) {
  if (problem.constraint) return nlopt::LN_COBYLA;
  return problem.smooth ? nlopt::LN_BOBYQA : nlopt::LN_SBPLX;
}

}  // namespace

std::optional<Place> local_minimum(const LocalProblem& problem, const Place& start, const LocalSettings& settings) {
  nlopt::opt search(algorithm_for(problem), static_cast<unsigned>(problem.dimensions));
  bool stopped = false;
  std::exception_ptr mistake;
  Watched objective{problem.objective, search, stopped, mistake},
      constraint{problem.constraint, search, stopped, mistake};
  search.set_min_objective(at_place, &objective);
  if (problem.constraint) search.add_inequality_constraint(at_place, &constraint, 0.0);
  search.set_lower_bounds(0.0);
  search.set_upper_bounds(1.0);
  search.set_initial_step(settings.step);
  search.set_xtol_abs(settings.tolerance);
  search.set_maxeval(settings.most);
  Place place = start;
  double least = 0.0;
  try {
    search.optimize(place, least);
  } catch (const nlopt::roundoff_limited&) {  // as near as it gets
  } catch (const nlopt::forced_stop&) {
  } catch (const std::runtime_error&) {  // gave up where it was; what it met is known to who asked
    if (!stopped && !mistake) place = start;
  }
  if (mistake) std::rethrow_exception(mistake);
  if (stopped) return std::nullopt;
  for (double& u : place) u = std::clamp(u, 0.0, 1.0);
  return place;
}

}  // namespace wedge::engine
