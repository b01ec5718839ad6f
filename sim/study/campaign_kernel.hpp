#pragma once

#include "study/kernel.hpp"

namespace wedge {

std::unique_ptr<DrawKernel> make_campaign_kernel(const KernelTask& task);

}  // namespace wedge
