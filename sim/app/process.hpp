/// The state of a process that a program needs before it does anything.
#pragma once

namespace wedge::app {

/// Descriptors 0 to 2 are open, so that no file of ours gets their number and what is printed; a closed pipe and a
/// limit on the size of files (ulimit -f) are errors of writing, not signals that end the program.
void prepare_process();

}  // namespace wedge::app
