/// Asking a library about bytes that may be anything.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace wedge {

/// The answer of `ask`, found out by a child process; nothing when it dies or takes longer. So neither a crash nor a
/// loop without end in a library reaches this process.
std::optional<std::string> in_child(const std::function<std::string()>& ask,
                                    std::chrono::seconds longest = std::chrono::seconds(5));

}  // namespace wedge
