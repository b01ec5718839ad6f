/// A run of neighbouring points in a grid of several axes.
#pragma once

#include <vector>

#include "results/hdf5.hpp"

namespace wedge {

struct Box {
  std::vector<hsize_t> start, count;  ///< by axis
};

/// Cuts the points [first, first + points) of a grid (last axis fastest) into rectangles, in order.
std::vector<Box> boxes_of(const std::vector<hsize_t>& grid, hsize_t first, hsize_t points);

/// Writes `values`, `slots` for each point from `first` on, into a dataset over `grid` and then its
/// own dimensions of `slots` numbers in all.
template <class Number>
void write_run(hid_t dataset, hid_t native, const std::vector<hsize_t>& grid, hsize_t first, hsize_t slots,
               const std::vector<Number>& values) {
  const hdf5::Handle file(H5Dget_space(dataset), H5Sclose, "measure a dataset");
  const int rank = H5Sget_simple_extent_ndims(file.id());
  std::vector<hsize_t> shape(static_cast<std::size_t>(rank));
  H5Sget_simple_extent_dims(file.id(), shape.data(), nullptr);
  const Number* next = values.data();
  for (Box box : boxes_of(grid, first, values.size() / slots)) {
    hsize_t size = slots;
    for (const hsize_t n : box.count) size *= n;
    box.start.resize(shape.size(), 0);
    box.count.insert(box.count.end(), shape.begin() + static_cast<std::ptrdiff_t>(grid.size()), shape.end());
    if (rank > 0)
      hdf5::check(H5Sselect_hyperslab(file.id(), H5S_SELECT_SET, box.start.data(), nullptr, box.count.data(), nullptr),
                  "choose a part of a dataset");
    const hdf5::Handle memory = hdf5::space({size});
    hdf5::check(H5Dwrite(dataset, native, memory.id(), file.id(), H5P_DEFAULT, next), "write a part of a dataset");
    next += size;
  }
}

}  // namespace wedge
