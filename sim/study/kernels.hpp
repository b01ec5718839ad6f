/// Which kernels this program has.
#pragma once

#include "study/kernel.hpp"

namespace wedge {

/// Whether it was built with that one; available() asks the processor, too.
bool was_built(Isa isa);

}  // namespace wedge
