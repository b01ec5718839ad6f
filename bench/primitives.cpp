// wedge-primitives: what one operation costs on this machine, in ns per double, in packs as the kernel uses them. Built
// once for each instruction set, for a pack's code depends on it. Prints `{"exp": …, …}`.
#include <array>
#include <iostream>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "timing.hpp"
#include "wedge/base/real.hpp"

namespace wedge::bench {
namespace {

constexpr int lanes = RealTraits<Pack>::lanes;

// Hides a value from the optimiser.
double opaque(double x) {
  asm volatile("" : "+x"(x));
  return x;
}

// So many independent chains of the operation, in registers: its throughput once there are enough of them to hide its
// latency and few enough to fit.
template <int chains, class Operation>
void run_chains(Operation operation, int length) {
  std::array<Pack, chains> x;
  for (int j = 0; j < chains; ++j) x[j] = Pack(opaque(1.0 + 0.001 * j));
  for (int i = 0; i < length; ++i)
    for (int j = 0; j < chains; ++j) x[j] = operation(x[j]);
  for (const Pack& result : x) keep(lane(result, 0));
}

// The operation on every element of an array that fits the first cache.
template <class Operation>
void run_array(Operation operation) {
  static std::array<Pack, 64> in, out;
  for (int i = 0; i < 64; ++i)
    for (int l = 0; l < lanes; ++l) set_lane(in[i], l, 0.05 + 0.01 * i + 0.001 * l);
  for (int pass = 0; pass < 16; ++pass) {
    for (int i = 0; i < 64; ++i) out[i] = operation(in[i]);
    asm volatile("" : : : "memory");
  }
}

template <class Operation>
void add_chains(std::vector<Case>& cases, const std::string& name, Operation operation) {
  const auto add = [&]<int chains>(std::integral_constant<int, chains>) {
    constexpr int length = 512;
    cases.push_back({name + "/" + std::to_string(chains), "double", 1.0 * chains * length * lanes, [operation] { run_chains<chains>(operation, length); }});
  };
  add(std::integral_constant<int, 2>());
  add(std::integral_constant<int, 4>());
  add(std::integral_constant<int, 8>());
}

template <class Operation>
void add_array(std::vector<Case>& cases, const std::string& name, Operation operation) {
  cases.push_back({name + "/array", "double", 16.0 * 64 * lanes, [operation] { run_array(operation); }});
}

// Multiply and add in one instruction if the packs have it, else in two.
template <class Real>
Real multiply_add(const Real& x, const Real& a, const Real& b) {
  if constexpr (requires { fma(x, a, b); }) return fma(x, a, b);
  else return x * a + b;
}

std::vector<Case> primitive_cases() {
  std::vector<Case> cases;
  const Pack a(opaque(0.999)), b(opaque(1.001));
  add_array(cases, "exp", [](const Pack& x) { return exp(x); });
  add_array(cases, "log", [](const Pack& x) { return log(x); });
  add_array(cases, "logistic", [](const Pack& x) { return logistic(x); });
  add_array(cases, "sqrt", [](const Pack& x) { return sqrt(x); });
  add_chains(cases, "div", [b](const Pack& x) { return b / x; });
  add_chains(cases, "fma", [a, b](const Pack& x) { return multiply_add(x, a, b); });
  add_chains(cases, "mul", [a](const Pack& x) { return x * a; });
  add_chains(cases, "add", [b](const Pack& x) { return x + b; });
  // The operations that count as `compare` differ in cost: a bound has to take the cheapest.
  add_chains(cases, "compare", [a](const Pack& x) { return max(x, a); });
  add_chains(cases, "compare/negate", [](const Pack& x) { return -x; });
  return cases;
}

}  // namespace
}  // namespace wedge::bench

int main() {
  using namespace wedge::bench;
  nlohmann::ordered_json costs = nlohmann::ordered_json::object();
  for (const Timing& timing : time_cases(primitive_cases(), {5, 0.02, false})) {
    const std::string name = timing.what.name.substr(0, timing.what.name.find('/'));
    costs[name] = std::min(timing.least(), costs.value(name, std::numeric_limits<double>::infinity()));
  }
  std::cout << costs.dump() << '\n';
}
