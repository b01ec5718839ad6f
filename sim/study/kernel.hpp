/// From rows of drawn values to rows of measures: the inner loop of every study, compiled for several processors.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "equilibrium/solve.hpp"
#include "scenario/scenario.hpp"

namespace wedge {

/// A level of the x86-64 instruction set. `v2` stands for what the compiler makes without being told the processor.
/// v3 and v4 give the same bytes; v2, without fused multiply-adds, may differ from them in the last digits.
enum class Isa { v2, v3, v4 };
std::string_view isa_name(Isa isa);
std::optional<Isa> isa_named(std::string_view name);
/// Whether this program was built with that kernel and this processor can run it.
bool available(Isa isa);
/// The best available.
Isa native_isa();
/// The lowest level that gives the same bytes.
Isa same_bytes_as(Isa isa);

/// Numbers and statuses of some draws.
struct DrawRows {
  std::vector<double> slots;         ///< draw·slots + slot, as describe_slots() orders them; NaN where there is none
  std::vector<std::uint8_t> status;  ///< by draw: a Status
};

/// Some draws to be solved.
struct DrawBatch {
  std::vector<double> values;         ///< by draw, then by leaf of the task
  std::vector<std::uint8_t> look;     ///< by draw: whether to find out if it is fragile, which takes long
  std::vector<std::uint8_t> certify;  ///< by draw: whether to trace its solution back, which takes longer; empty: none
  std::vector<std::uint8_t> balance;  ///< by draw: whether to solve the ties' balances, two solutions each; empty: none
  std::vector<std::uint64_t>
      number;  ///< by draw: its number, the same at every point of a sweep; names a campaign's chance

  void clear() { values.clear(), look.clear(), certify.clear(), balance.clear(), number.clear(); }
};

/// The work of a kernel, the same for all its draws.
struct KernelTask {
  const Scenario<Quantity>& scenario;  ///< outlives the kernel
  std::vector<int> leaves;             ///< positions (numbers.hpp) of the values of a row
  SolverOptions options;
  bool balance;        ///< rows have the integration balance of every tie, for draws of which it is wanted
  bool campaigns;      ///< campaigns instead of single crises
  std::uint64_t seed;  ///< of the campaigns' chance
  /// One draw at a time with its games in the lanes, or a pack of draws; if open, the former for large linked crises.
  /// Both come to the same up to rounding.
  std::optional<bool> games_in_lanes{};
};

/// Solves draws of one scenario in packs; a draw's numbers depend on its own row alone. One a thread.
class DrawKernel {
 public:
  virtual ~DrawKernel();
  /// Some hundreds of draws at a time fill the packs best.
  virtual void run(const DrawBatch& batch, DrawRows& out) = 0;
};

std::unique_ptr<DrawKernel> make_kernel(Isa isa, KernelTask task);

}  // namespace wedge
