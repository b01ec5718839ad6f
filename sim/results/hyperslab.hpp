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

/// Goes through the `points` from `first` on of a dataset over `grid` and then its own dimensions of `slots` numbers in
/// all, box by box: use(memory space, file space with the box selected, numbers before it).
template <class Use>
void each_box(hid_t dataset, const std::vector<hsize_t>& grid, hsize_t first, hsize_t points, hsize_t slots, Use use) {
  const hdf5::Handle file(H5Dget_space(dataset), H5Sclose, "measure a dataset");
  const int rank = H5Sget_simple_extent_ndims(file.id());
  std::vector<hsize_t> shape(static_cast<std::size_t>(rank));
  H5Sget_simple_extent_dims(file.id(), shape.data(), nullptr);
  hsize_t before = 0;
  for (Box box : boxes_of(grid, first, points)) {
    hsize_t size = slots;
    for (const hsize_t n : box.count) size *= n;
    box.start.resize(shape.size(), 0);
    box.count.insert(box.count.end(), shape.begin() + static_cast<std::ptrdiff_t>(grid.size()), shape.end());
    if (rank > 0)
      hdf5::check(H5Sselect_hyperslab(file.id(), H5S_SELECT_SET, box.start.data(), nullptr, box.count.data(), nullptr),
                  "choose a part of a dataset");
    const hdf5::Handle memory = hdf5::space({size});
    use(memory.id(), file.id(), before);
    before += size;
  }
}

/// Writes `values`, `slots` for each point from `first` on.
template <class Number>
void write_run(hid_t dataset, hid_t native, const std::vector<hsize_t>& grid, hsize_t first, hsize_t slots,
               const std::vector<Number>& values) {
  each_box(dataset, grid, first, values.size() / slots, slots, [&](hid_t memory, hid_t file, hsize_t before) {
    hdf5::check(H5Dwrite(dataset, native, memory, file, H5P_DEFAULT, values.data() + before),
                "write a part of a dataset");
  });
}

/// Fills `values`, which has its size, in the same way.
template <class Number>
void read_run(hid_t dataset, const std::vector<hsize_t>& grid, hsize_t first, hsize_t slots,
              std::vector<Number>& values) {
  each_box(dataset, grid, first, values.size() / slots, slots, [&](hid_t memory, hid_t file, hsize_t before) {
    hdf5::check(H5Dread(dataset, hdf5::native_type<Number>(), memory, file, H5P_DEFAULT, values.data() + before),
                "read a part of a dataset");
  });
}

}  // namespace wedge
