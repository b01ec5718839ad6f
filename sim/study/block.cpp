// One block: its draws, solved or known, and their sums.
#include <algorithm>
#include <limits>
#include <map>

#include "base/nan.hpp"
#include "slots.hpp"
#include "study/study.hpp"

namespace wedge {
namespace {

// The status of a draw that was not solved yet.
constexpr std::int8_t unknown = -1;

}  // namespace

bool Study::in_share(std::int64_t draw, std::int64_t one_in) {
  return one_in > 0 && draw / Design::structured_replicates % one_in == 0;
}

std::unique_ptr<DrawKernel> Study::kernel(const Variant& variant) const {
  std::vector<int> leaves = variant.sampler->leaf();
  for (const SweptLeaf& swept : variant.swept) leaves.push_back(swept.leaf);
  return make_kernel(settings_.isa, {variant.scenario,
                                     std::move(leaves),
                                     {*selection_named(variant.scenario.solver.selection)},
                                     layout_.balance_one_in > 0,
                                     settings_.campaigns,
                                     settings_.seed});
}

void Study::append_swept(const Variant& variant, std::int64_t point, std::vector<double>& row) const {
  for (const SweptLeaf& swept : variant.swept) {
    std::int64_t cell = point;
    for (int axis = static_cast<int>(layout_.axes.size()) - 1; axis > swept.axis; --axis)
      cell /= static_cast<std::int64_t>(layout_.axes[axis].values.size());
    const std::vector<double>& at = layout_.axes[swept.axis].values;
    row.push_back(at[cell % static_cast<std::int64_t>(at.size())]);
  }
}

std::vector<double> Study::values_of(const Variant& variant, const Block& block, std::span<const double> points) const {
  const auto own = static_cast<std::size_t>(variant.sampler->dimensions());
  std::vector<double> point(own), values(static_cast<std::size_t>(block.draws) * own);
  for (std::int64_t d = 0; d < block.draws; ++d) {
    for (std::size_t i = 0; i < own; ++i) point[i] = points[d * design_->dimensions() + variant.dimension[i]];
    variant.sampler->values(point, std::span(values).subspan(d * own, own));
  }
  for (std::size_t i = 0; i < own; ++i)
    for (const auto& [key, value] : settings_.held)
      if (variant.sampler->keys()[i] == key)
        for (std::int64_t d = 0; d < block.draws; ++d) values[d * own + i] = value;
  return values;
}

// The solvers of a block, a kernel for each variant that is met.
class Study::Solvers {
 public:
  Solvers(const Study& study, const Block& block, std::span<const double> points)
      : study_(study), block_(block), points_(points) {}

  // By draw, the uncertain keys of the study: of each the value in the first variant that draws it.
  std::vector<double> inputs() {
    const auto keys = study_.keys_.size();
    std::vector<double> out(static_cast<std::size_t>(block_.draws) * keys);
    for (std::size_t v = study_.variants_.size(); v-- > 0;) {
      const Variant& variant = study_.variants_[v];
      const std::vector<double> values = study_.values_of(variant, block_, points_);
      const std::size_t own = variant.dimension.size();
      for (std::size_t i = 0; i < own; ++i)
        for (std::int64_t d = 0; d < block_.draws; ++d) out[d * keys + variant.dimension[i]] = values[d * own + i];
    }
    return out;
  }

  // The rows from `first` on, by point and then by draw; those with a status are known, and are left as they are.
  void run(std::int64_t first, std::span<std::int8_t> status, std::span<double> slots) {
    std::map<int, std::vector<std::int64_t>> rows;  // by variant
    for (std::int64_t i = 0; i < std::ssize(status); ++i)
      if (status[i] == unknown) rows[study_.variant_of(block_.first_point + (first + i) / block_.draws)].push_back(i);
    for (const auto& [v, which] : rows) {
      const Variant& variant = study_.variants_[v];
      Solver& solver = solver_of(v);
      fill_batch(variant, solver, first, which);
      solver.kernel->run(batch_, rows_);
      const std::size_t own = variant.slot.size();
      for (std::size_t row = 0; row < which.size(); ++row) {
        const std::int64_t i = which[row];
        status[i] = static_cast<std::int8_t>(rows_.status[row]);
        const auto to = slots.subspan(i * study_.layout_.slots, study_.layout_.slots);
        std::fill(to.begin(), to.end(), nan);
        if (rows_.status[row] != static_cast<std::uint8_t>(Status::solved)) continue;
        for (std::size_t slot = 0; slot < own; ++slot) to[variant.slot[slot]] = rows_.slots[row * own + slot];
      }
    }
  }

 private:
  struct Solver {
    std::unique_ptr<DrawKernel> kernel;
    std::vector<double> values;  // by draw, the variant's uncertain keys
  };

  Solver& solver_of(int v) {
    Solver& solver = solvers_[v];
    if (!solver.kernel)
      solver = {study_.kernel(study_.variants_[v]), study_.values_of(study_.variants_[v], block_, points_)};
    return solver;
  }

  void fill_batch(const Variant& variant, const Solver& solver, std::int64_t first,
                  const std::vector<std::int64_t>& which) {
    const auto own = static_cast<std::int64_t>(variant.dimension.size());
    batch_.clear();
    for (const std::int64_t i : which) {
      const std::int64_t in_block = (first + i) % block_.draws, number = block_.first_draw + in_block;
      const auto draw = solver.values.begin() + in_block * own;
      batch_.values.insert(batch_.values.end(), draw, draw + own);
      study_.append_swept(variant, block_.first_point + (first + i) / block_.draws, batch_.values);
      batch_.number.push_back(static_cast<std::uint64_t>(number));
      batch_.look.push_back(in_share(number, study_.look_one_in()));
      batch_.certify.push_back(in_share(number, study_.layout_.certify_one_in));
      batch_.balance.push_back(in_share(number, study_.layout_.balance_one_in));
    }
  }

  const Study& study_;
  const Block& block_;
  const std::span<const double> points_;
  std::map<int, Solver> solvers_;  // by variant
  DrawBatch batch_;
  DrawRows rows_;
};

Sums Study::run(int number, std::atomic<std::int64_t>* draws_done, Draws* kept) const {
  const Block block = layout_.block(number);
  const std::int64_t all = block.points * block.draws, width = layout_.slots;
  const std::vector<double> points = design_->points(block.first_draw, block.draws);
  Solvers solvers(*this, block, points);
  Sums sums = empty_sums(layout_, block.points);
  Draws own;  // of some rows, or of all where they are wanted again
  if (kept == nullptr && !layout_.parameters.empty()) kept = &own;
  if (kept != nullptr) {
    *kept = known_ ? known_(block) : Draws{};
    kept->inputs = solvers.inputs();
    kept->status.resize(static_cast<std::size_t>(all), unknown);
    kept->values.resize(static_cast<std::size_t>(all * width), nan);
  }
  for (std::int64_t first = 0; first < all; first += most_rows) {
    const std::int64_t count = std::min(most_rows, all - first);
    if (kept == nullptr) {
      own.status.assign(static_cast<std::size_t>(count), unknown);
      own.values.resize(static_cast<std::size_t>(count * width));
    }
    Draws& draws = kept == nullptr ? own : *kept;
    const std::int64_t from = kept == nullptr ? 0 : first;
    const auto status = std::span(draws.status).subspan(from, count);
    const auto slots = std::span(draws.values).subspan(from * width, count * width);
    solvers.run(first, status, slots);
    for (std::int64_t i = 0; i < count; ++i) {
      const std::int64_t point = (first + i) / block.draws, draw = block.first_draw + (first + i) % block.draws;
      if (status[i] != static_cast<std::int8_t>(Status::solved))
        sums.add_failure(point, status[i]);
      else
        sums.add(point, static_cast<int>(draw % layout_.replicates), &slots[i * width]);
    }
    if (draws_done != nullptr) *draws_done += count;
  }
  if (settings_.sensitivity == SensitivityBy::sobol) add_indices(block, points, kept->values, sums.indices);
  if (settings_.sensitivity == SensitivityBy::morris) add_effects(block, points, kept->values, sums.effects);
  return sums;
}

}  // namespace wedge
