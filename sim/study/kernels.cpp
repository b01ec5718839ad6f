// Which kernels this program has, and which of them this processor can run.
#include "study/kernels.hpp"

#include <array>

#include "crisis/draw_cost.hpp"
#if defined(WEDGE_KERNEL_V3) || defined(WEDGE_KERNEL_V4)
#include "study/processor.hpp"
#endif

namespace wedge {

std::unique_ptr<DrawKernel> make_kernel_v2(const KernelTask& task);
std::unique_ptr<DrawKernel> make_kernel_v3(const KernelTask& task);
std::unique_ptr<DrawKernel> make_kernel_v4(const KernelTask& task);

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

bool was_built(Isa isa) {
#ifdef WEDGE_KERNEL_V3
  if (isa == Isa::v3) return true;
#endif
#ifdef WEDGE_KERNEL_V4
  if (isa == Isa::v4) return true;
#endif
  return isa == Isa::v2;
}

bool available(Isa isa) {
#ifdef WEDGE_KERNEL_V3
  if (isa == Isa::v3) return runs_v3();
#endif
#ifdef WEDGE_KERNEL_V4
  if (isa == Isa::v4) return runs_v4();
#endif
  return isa == Isa::v2;
}

Isa native_isa() { return available(Isa::v4) ? Isa::v4 : available(Isa::v3) ? Isa::v3 : Isa::v2; }

Isa same_bytes_as(Isa isa) { return isa == Isa::v4 ? Isa::v3 : isa; }

std::unique_ptr<DrawKernel> make_kernel([[maybe_unused]] Isa isa, KernelTask task) {
  if (!task.games_in_lanes) task.games_in_lanes = draw_cost(task.scenario).in_lanes;
#ifdef WEDGE_KERNEL_V3
  if (isa == Isa::v3) return make_kernel_v3(task);
#endif
#ifdef WEDGE_KERNEL_V4
  if (isa == Isa::v4) return make_kernel_v4(task);
#endif
  return make_kernel_v2(task);
}

}  // namespace wedge
