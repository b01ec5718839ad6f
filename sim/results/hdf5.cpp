#include "results/hdf5.hpp"

#include <algorithm>

namespace wedge::hdf5 {
namespace {

// 128 KiB of doubles: large enough to compress, small enough to hold one of each dataset.
constexpr hsize_t chunk_elements = 16384;
constexpr unsigned deflate_level = 4;

// The innermost message of the error stack names the cause.
herr_t innermost(unsigned /*depth*/, const H5E_error2_t* error, void* text) {
  if (error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
  return 0;
}

std::string cause() {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, innermost, &text);
  if (text.find("lock") != std::string::npos)
    text += " (on a file system without locks set HDF5_USE_FILE_LOCKING=FALSE in the environment)";
  return text.empty() ? "the HDF5 library gives no reason" : text;
}

std::vector<hsize_t> chunk_of(const std::vector<hsize_t>& shape) {
  std::vector<hsize_t> chunk(shape.size(), 1);
  hsize_t elements = 1;
  for (std::size_t i = shape.size(); i-- > 0;) {
    chunk[i] = std::clamp<hsize_t>(chunk_elements / elements, 1, shape[i]);
    elements *= chunk[i];
    if (chunk[i] < shape[i]) break;  // a run: the dimensions to the left stay at one
  }
  return chunk;
}

void set_up_order(hid_t list) {
  check(H5Pset_attr_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "set the order of attributes");
  check(H5Pset_obj_track_times(list, false), "leave out times");
}

Handle plain_creation() {
  Handle list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "make a property list");
  set_up_order(list.id());
  return list;
}

Handle packed_creation(const std::vector<hsize_t>& shape) {
  Handle list = plain_creation();
  const std::vector<hsize_t> chunk = chunk_of(shape);
  check(H5Pset_chunk(list.id(), static_cast<int>(chunk.size()), chunk.data()), "set chunks");
  check(H5Pset_shuffle(list.id()), "set a filter");
  check(H5Pset_deflate(list.id(), deflate_level), "set a filter");
  check(H5Pset_fletcher32(list.id()), "set a filter");
  return list;
}

void write_one(hid_t object, const char* name, const Handle& extent, hid_t stored, hid_t native, const void* value) {
  const Handle attribute(H5Acreate2(object, name, stored, extent.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                         "create an attribute");
  check(H5Awrite(attribute.id(), native, value), "write an attribute");
}

}  // namespace

Handle::Handle(hid_t id, Close close, std::string_view doing) : id_(id), close_(close) {
  if (id < 0) throw Error("cannot " + std::string(doing) + ": " + cause());
}

void check(herr_t result, std::string_view doing) {
  if (result < 0) throw Error("cannot " + std::string(doing) + ": " + cause());
}

namespace {
std::recursive_mutex library;
}

Quiet::Quiet() : alone_(library) {
  H5Eget_auto2(H5E_DEFAULT, &printer_, &data_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Quiet::~Quiet() { H5Eset_auto2(H5E_DEFAULT, printer_, data_); }

Handle file_creation() {
  Handle list(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "make a property list");
  check(H5Pset_link_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
        "set the order of objects");
  set_up_order(list.id());
  return list;
}

Handle group_creation() {
  Handle list(H5Pcreate(H5P_GROUP_CREATE), H5Pclose, "make a property list");
  check(H5Pset_link_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
        "set the order of objects");
  set_up_order(list.id());
  return list;
}

Handle vlen_utf8() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "make a type");
  check(H5Tset_size(type.id(), H5T_VARIABLE), "make a type");
  check(H5Tset_cset(type.id(), H5T_CSET_UTF8), "make a type");
  return type;
}

Handle space(const std::vector<hsize_t>& shape) {
  if (shape.empty()) return Handle(H5Screate(H5S_SCALAR), H5Sclose, "make a space");
  return Handle(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose, "make a space");
}

Handle open_to_read(const std::string& file) {
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "make a property list");
#if H5_VERSION_GE(1, 10, 7)
  check(H5Pset_file_locking(access.id(), false, true), "leave out locks");
#endif
  check(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG), "choose a driver");
  return Handle(H5Fopen(file.c_str(), H5F_ACC_RDONLY, access.id()), H5Fclose, "open the file");
}

void write_attribute(hid_t object, const char* name, std::string_view text) {
  const std::string terminated(text);
  const char* const first = terminated.c_str();
  const Handle type = vlen_utf8();
  write_one(object, name, space({}), type.id(), type.id(), &first);
}

void write_attribute(hid_t object, const char* name, std::int32_t value) {
  write_one(object, name, space({}), H5T_STD_I32LE, H5T_NATIVE_INT32, &value);
}

void write_attribute(hid_t object, const char* name, double value) {
  write_one(object, name, space({}), H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &value);
}

void write_attribute(hid_t object, const char* name, const std::vector<std::int8_t>& values) {
  write_one(object, name, space({values.size()}), H5T_STD_I8LE, H5T_NATIVE_INT8, values.data());
}

std::string read_text_attribute(hid_t object, const char* name) {
  const Handle attribute(H5Aopen(object, name, H5P_DEFAULT), H5Aclose, "find an attribute");
  const Handle type = vlen_utf8();
  char* text = nullptr;
  check(H5Aread(attribute.id(), type.id(), &text), "read an attribute");
  std::string copy = text == nullptr ? "" : text;
  H5free_memory(text);
  return copy;
}

double read_number_attribute(hid_t object, const char* name) {
  const Handle attribute(H5Aopen(object, name, H5P_DEFAULT), H5Aclose, "find an attribute");
  double number = 0.0;
  check(H5Aread(attribute.id(), H5T_NATIVE_DOUBLE, &number), "read an attribute");
  return number;
}

Handle create_array(hid_t parent, const std::string& name, const std::vector<hsize_t>& shape, hid_t type,
                    Storage storage, std::optional<double> fill) {
  const bool packed = storage != Storage::contiguous && !shape.empty();
  const Handle extent = space(shape), creation = packed ? packed_creation(shape) : plain_creation();
  if (fill) check(H5Pset_fill_value(creation.id(), H5T_NATIVE_DOUBLE, &*fill), "set what unwritten parts read as");
  const Handle access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose, "make a property list");
  if (storage == Storage::packed_in_order) {
    // One chunk: it is written, compressed and never seen again. (Slots: a prime.)
    const std::size_t room = chunk_elements * H5Tget_size(type);
    check(H5Pset_chunk_cache(access.id(), 11, room, 1.0), "set a cache");
  }
  return Handle(H5Dcreate2(parent, name.c_str(), type, extent.id(), H5P_DEFAULT, creation.id(), access.id()), H5Dclose,
                "create " + name);
}

Handle create_strings(hid_t parent, const std::string& name, const std::vector<hsize_t>& shape,
                      const std::vector<std::string>& values) {
  const Handle type = vlen_utf8(), extent = space(shape), creation = plain_creation();
  Handle dataset(H5Dcreate2(parent, name.c_str(), type.id(), extent.id(), H5P_DEFAULT, creation.id(), H5P_DEFAULT),
                 H5Dclose, "create " + name);
  std::vector<const char*> first;
  for (const std::string& value : values) first.push_back(value.c_str());
  check(H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, first.data()), "write " + name);
  return dataset;
}

}  // namespace wedge::hdf5
