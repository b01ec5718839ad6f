// Which kernels this program has, and which of them this processor can run.
#include <array>

#include "study/kernel.hpp"

namespace wedge {

std::unique_ptr<DrawKernel> make_kernel_v2(const KernelTask& task);
#ifdef WEDGE_KERNELS
std::unique_ptr<DrawKernel> make_kernel_v3(const KernelTask& task);
std::unique_ptr<DrawKernel> make_kernel_v4(const KernelTask& task);
#endif

DrawKernel::~DrawKernel() = default;

namespace {
constexpr std::array names{"v2", "v3", "v4"};
}

std::string_view isa_name(Isa isa) { return names[static_cast<std::size_t>(isa)]; }

std::optional<Isa> isa_named(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return static_cast<Isa>(i);
  return std::nullopt;
}

bool available(Isa isa) {
  if (isa == Isa::v2) return true;
#ifdef WEDGE_KERNELS
  const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  if (isa == Isa::v3) return v3;
  return v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#else
  return false;
#endif
}

Isa native_isa() { return available(Isa::v4) ? Isa::v4 : available(Isa::v3) ? Isa::v3 : Isa::v2; }

Isa same_bytes_as(Isa isa) { return isa == Isa::v4 ? Isa::v3 : isa; }

std::unique_ptr<DrawKernel> make_kernel([[maybe_unused]] Isa isa, const KernelTask& task) {
#ifdef WEDGE_KERNELS
  if (isa == Isa::v3) return make_kernel_v3(task);
  if (isa == Isa::v4) return make_kernel_v4(task);
#endif
  return make_kernel_v2(task);
}

}  // namespace wedge
