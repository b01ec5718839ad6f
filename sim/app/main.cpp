#include <iostream>

#include "app/commands.hpp"
#include "app/process.hpp"

int main(int count, char** values) {
  wedge::app::prepare_process();
  return wedge::app::run({values + 1, values + count}, std::cout, std::cerr);
}
