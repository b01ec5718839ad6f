#include <iostream>

#include "app/commands.hpp"

int main(int count, char** values) {
  const int code = wedge::app::run({values + 1, values + count}, std::cout, std::cerr);
  std::cout.flush();
  return std::cout ? code : wedge::app::failed;  // a full disk or a closed pipe
}
