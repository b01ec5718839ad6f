// Prints the best draw kernel for the processor that builds: v4, v3, or nothing.
#include "study/processor.hpp"

#include <cstdio>

int main() { std::fputs(wedge::runs_v4() ? "v4" : wedge::runs_v3() ? "v3" : "", stdout); }
