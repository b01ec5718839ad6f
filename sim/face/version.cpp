#include "base/version.hpp"

#include "wedge/wedge.hpp"

namespace wedge {

const char* library_version() { return version; }

}  // namespace wedge
