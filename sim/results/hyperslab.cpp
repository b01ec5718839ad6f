#include "results/hyperslab.hpp"

#include <algorithm>

namespace wedge {

std::vector<Box> boxes_of(const std::vector<hsize_t>& grid, hsize_t first, hsize_t points) {
  std::vector<Box> boxes;
  const std::size_t rank = grid.size();
  if (rank == 0 && points > 0) boxes.emplace_back();
  while (rank > 0 && points > 0) {
    // The slowest axis along which whole slices begin here and fit.
    std::size_t axis = rank - 1;
    hsize_t slice = 1;
    while (axis > 0 && first % (slice * grid[axis]) == 0 && points >= slice * grid[axis]) slice *= grid[axis--];
    Box box{std::vector<hsize_t>(rank, 0), std::vector<hsize_t>(rank, 1)};
    hsize_t left = first / slice;
    for (std::size_t i = axis + 1; i-- > 0; left /= grid[i]) box.start[i] = left % grid[i];
    box.count[axis] = std::min(grid[axis] - box.start[axis], points / slice);
    std::copy(grid.begin() + static_cast<std::ptrdiff_t>(axis) + 1, grid.end(),
              box.count.begin() + static_cast<std::ptrdiff_t>(axis) + 1);
    first += box.count[axis] * slice;
    points -= box.count[axis] * slice;
    boxes.push_back(std::move(box));
  }
  return boxes;
}

}  // namespace wedge
