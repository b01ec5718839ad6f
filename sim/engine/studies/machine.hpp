/// The cores and the memory that this process may use.
#pragma once

namespace wedge::engine {

/// Cores: as many as its affinity and its control group let it use at once.
int usable_cores();
/// Bytes of memory: of the machine, of its control group and of its own limits the least.
double usable_memory();

}  // namespace wedge::engine
