// wedge-primitives: what one operation costs on this machine, in ns per double, in packs as the kernel uses them. Built
// once for each instruction set, for a pack's code depends on it. Prints `{"exp": …, …}`.
#include <array>
#include <iostream>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/real.hpp"
#include "timing.hpp"

namespace wedge::bench {
namespace {

constexpr int lanes = RealTraits<Pack>::lanes;

// Hides a value from the optimiser.
double opaque(double x) {
  asm volatile("" : "+x"(x));
  return x;
}

// One register of the instruction set. A bound has to take the cheaper of registers and packs: code for packs wider
// than a register may move them through memory, which the machine does not ask for.
#if defined(__AVX512F__)
constexpr int register_bytes = 64;
#elif defined(__AVX__)
constexpr int register_bytes = 32;
#else
constexpr int register_bytes = 16;
#endif
using Register = double __attribute__((vector_size(register_bytes)));

double first_lane(const Pack& x) { return lane(x, 0); }
double first_lane(const Register& x) { return x[0]; }

// So many independent chains of the operation: its throughput once there are enough of them to hide its latency and
// few enough to fit the registers.
template <class Vector, int chains, class Operation>
void run_chains(Operation operation, int length) {
  const Vector a = opaque(0.999) + Vector{}, b = opaque(1.001) + Vector{};
  std::array<Vector, chains> x;
  for (int j = 0; j < chains; ++j) x[j] = opaque(1.0 + 0.001 * j) + Vector{};
  for (int i = 0; i < length; ++i)
    for (int j = 0; j < chains; ++j) x[j] = operation(x[j], a, b);
  for (const Vector& result : x) keep(first_lane(result));
}

// The operation on every element of an array that fits the first cache.
template <class Operation>
void run_array(Operation operation) {
  static std::array<Pack, 64> in, out;
  for (int i = 0; i < 64; ++i)
    for (int l = 0; l < lanes; ++l) set_lane(in[i], l, 0.05 + 0.01 * i + 0.001 * l);
  for (int pass = 0; pass < 16; ++pass) {
    for (int i = 0; i < 64; ++i) out[i] = operation(in[i]);
    asm volatile("" : : "r"(in.data()), "r"(out.data()) : "memory");  // somebody else may read and write both
  }
}

template <class Vector, int chains, class Operation>
void add_chains(std::vector<Case>& cases, const std::string& name, Operation operation) {
  constexpr int length = 512;
  constexpr double doubles = sizeof(Vector) / sizeof(double);
  cases.push_back({name + "/" + std::to_string(cases.size()), "double", chains * length * doubles,
                   [operation] { run_chains<Vector, chains>(operation, length); }});
}

template <class Operation>
void add_cheapest(std::vector<Case>& cases, const std::string& name, Operation operation) {
  add_chains<Pack, 2>(cases, name, operation);
  add_chains<Pack, 4>(cases, name, operation);
  add_chains<Pack, 8>(cases, name, operation);
  add_chains<Register, 8>(cases, name, operation);
  add_chains<Register, 12>(cases, name, operation);
}

template <class Operation>
void add_array(std::vector<Case>& cases, const std::string& name, Operation operation) {
  cases.push_back({name + "/array", "double", 16.0 * 64 * lanes, [operation] { run_array(operation); }});
}

// Multiply and add in one instruction if there is one, else in two.
template <class Vector>
Vector multiply_add(const Vector& x, const Vector& a, const Vector& b) {
  if constexpr (requires { fma(x, a, b); })
    return fma(x, a, b);
  else
    return x * a + b;
}

std::vector<Case> primitive_cases() {
  std::vector<Case> cases;
  add_array(cases, "exp", [](const Pack& x) { return exp(x); });
  add_array(cases, "log", [](const Pack& x) { return log(x); });
  add_array(cases, "logistic", [](const Pack& x) { return logistic(x); });
  add_array(cases, "sqrt", [](const Pack& x) { return sqrt(x); });
  add_cheapest(cases, "div", [](auto x, auto, auto b) { return b / x; });
  add_cheapest(cases, "fma", [](auto x, auto a, auto b) { return multiply_add(x, a, b); });
  add_cheapest(cases, "mul", [](auto x, auto a, auto) { return x * a; });
  add_cheapest(cases, "add", [](auto x, auto, auto b) { return x + b; });
  // Operations that count as `compare` differ in cost: the cheapest of them.
  add_cheapest(cases, "compare", [](auto x, auto, auto) { return -x; });
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
