/// The frame of the benchmarks' programs.
#pragma once

#include <exception>
#include <iostream>

namespace wedge::bench {

/// What `run` returns, or `failed` with one line about what went wrong.
template <class Run>
int carried_out(const char* program, int failed, Run run) {
  try {
    return run();
  } catch (const std::exception& error) {
    std::cerr << program << ": " << error.what() << '\n';
    return failed;
  }
}

}  // namespace wedge::bench
