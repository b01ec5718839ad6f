/// The little of HDF5 that results need, with handles that close themselves and errors that are
/// thrown.
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace wedge::hdf5 {

/// Something that HDF5 refused, in its own words. Who catches it adds the file and the remedy.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Owns an HDF5 identifier.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);

  Handle() = default;
  /// Throws Error when `id` is not valid; `doing` says what was tried.
  Handle(hid_t id, Close close, std::string_view doing);
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  hid_t id() const { return id_; }

 private:
  hid_t id_ = -1;
  Close close_ = nullptr;
};

/// Throws Error when a call has failed.
void check(herr_t result, std::string_view doing);

/// Around everything that calls HDF5: keeps other threads out of the library, which is made for one at a time, and it
/// from printing its error stack; its errors are thrown instead.
class Quiet {
 public:
  Quiet();
  ~Quiet();

 private:
  std::unique_lock<std::recursive_mutex> alone_;
  H5E_auto2_t printer_ = nullptr;
  void* data_ = nullptr;
};

/// Property lists that make a file's bytes a function of its content: no times, objects in the
/// order of their creation.
Handle file_creation();
Handle group_creation();
Handle vlen_utf8();
Handle space(const std::vector<hsize_t>& shape);  ///< a single element when the shape is empty

/// A file that is only read, without locks: nobody writes to a result of ours where it stands.
Handle open_to_read(const std::string& file);

/// Types in files (little-endian on every machine) and in memory.
template <class Number>
hid_t stored_type() {
  if constexpr (std::is_same_v<Number, double>) return H5T_IEEE_F64LE;
  if constexpr (std::is_same_v<Number, std::int32_t>) return H5T_STD_I32LE;
  if constexpr (std::is_same_v<Number, std::uint32_t>) return H5T_STD_U32LE;
  if constexpr (std::is_same_v<Number, std::int8_t>) return H5T_STD_I8LE;
}
template <class Number>
hid_t native_type() {
  if constexpr (std::is_same_v<Number, double>) return H5T_NATIVE_DOUBLE;
  if constexpr (std::is_same_v<Number, std::int32_t>) return H5T_NATIVE_INT32;
  if constexpr (std::is_same_v<Number, std::uint32_t>) return H5T_NATIVE_UINT32;
  if constexpr (std::is_same_v<Number, std::int8_t>) return H5T_NATIVE_INT8;
}

void write_attribute(hid_t object, const char* name, std::string_view text);
void write_attribute(hid_t object, const char* name, std::int32_t value);
void write_attribute(hid_t object, const char* name, double value);
void write_attribute(hid_t object, const char* name, const std::vector<std::int8_t>& values);
std::string read_text_attribute(hid_t object, const char* name);
double read_number_attribute(hid_t object, const char* name);

/// How an array lies in the file: as it is, or in chunks, shuffled, deflated and with a checksum. A
/// chunk is a run of the array in memory's order, so that one which is written in that order needs
/// a cache of one chunk. A single number is always contiguous.
enum class Storage { contiguous, packed, packed_in_order };

/// Creates a dataset of numbers and leaves it open. What is never written reads as `fill`, or 0.
Handle create_array(hid_t parent, const std::string& name, const std::vector<hsize_t>& shape, hid_t type,
                    Storage storage, std::optional<double> fill = {});
/// Variable-length UTF-8 strings, unfiltered.
Handle create_strings(hid_t parent, const std::string& name, const std::vector<hsize_t>& shape,
                      const std::vector<std::string>& values);

/// Whole arrays, numbers in memory's order.
template <class Number>
Handle write_array(hid_t parent, const std::string& name, const std::vector<hsize_t>& shape,
                   const std::vector<Number>& values, Storage storage = Storage::packed) {
  Handle dataset = create_array(parent, name, shape, stored_type<Number>(), storage);
  check(H5Dwrite(dataset.id(), native_type<Number>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "write " + name);
  return dataset;
}

/// Throws Error unless the dataset has as many elements as `values`.
template <class Number>
void read_array(hid_t parent, const std::string& name, std::vector<Number>& values) {
  const Handle dataset(H5Dopen2(parent, name.c_str(), H5P_DEFAULT), H5Dclose, "open " + name);
  const Handle extent(H5Dget_space(dataset.id()), H5Sclose, "measure " + name);
  if (H5Sget_simple_extent_npoints(extent.id()) != static_cast<hssize_t>(values.size()))
    throw Error(name + " has another size");
  check(H5Dread(dataset.id(), native_type<Number>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "read " + name);
}

}  // namespace wedge::hdf5
