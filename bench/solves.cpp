// Seconds of processor time for so many solutions of a scenario whose number changes each time: what python_solves.py
// does, without Python.
#include <cstdlib>
#include <ctime>
#include <iostream>

#include "wedge/wedge.hpp"

int main(int count, char** arguments) {
  if (count != 4) return 2;
  const auto scenario = wedge::Scenario::from_file(arguments[1]);
  const std::string key = arguments[2];
  const int solutions = std::atoi(arguments[3]);
  double sum = 0.0;
  const std::clock_t began = std::clock();
  for (int i = 0; i < solutions; ++i)
    sum += wedge::solve(scenario.with(key, static_cast<double>(i) / solutions)).at("deterrence");
  std::cout << static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC << ' ' << sum << '\n';
}
