// wedge-count: the operations of each case, counted by running the model over the number type of counted.hpp. Prints
// `{"CASE": {"exp": operations per draw, …}, …}`. Arguments: prefixes of the cases wanted; none: all.
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/real.hpp"
#include "case.hpp"

int main(int count, char** arguments) {
  using namespace wedge;
  const std::vector<std::string> prefixes(arguments + 1, arguments + count);
  std::vector<bench::Case> cases = bench::response_cases();
  for (const auto& more : {bench::crisis_cases(), bench::campaign_cases()})
    cases.insert(cases.end(), more.begin(), more.end());
  nlohmann::ordered_json out = nlohmann::ordered_json::object();
  for (const bench::Case& c : cases) {
    bool wanted = prefixes.empty();
    for (const std::string& prefix : prefixes) wanted |= c.name.starts_with(prefix);
    if (!wanted) continue;
    c.run();  // prepares
    counted_operations = {};
    c.run();
    const OperationCounts& n = counted_operations;
    const auto per_draw = [&](std::uint64_t operations) { return static_cast<double>(operations) / c.amount; };
    out[c.name] = {{"exp", per_draw(n.exp)},   {"log", per_draw(n.log)},        {"div", per_draw(n.div)},
                   {"sqrt", per_draw(n.sqrt)}, {"fma", per_draw(n.fma)},        {"mul", per_draw(n.mul)},
                   {"add", per_draw(n.add)},   {"compare", per_draw(n.compare)}};
  }
  std::cout << out.dump(1) << '\n';
}
