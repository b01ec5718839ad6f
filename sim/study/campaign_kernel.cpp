// The kernel of campaign studies, compiled as kernel.cpp is.
#include "campaign_kernel.hpp"

#include "campaign_slots.hpp"

namespace wedge {
namespace {

class CampaignKernel : public DrawKernel {
 public:
  explicit CampaignKernel(const KernelTask& task)
      : row_(task.scenario), runner_(task.scenario, task.leaves, task.seed, task.options) {}

  void run(const DrawBatch& batch, DrawRows& out) override {
    const std::size_t width = row_.slots(), draws = batch.number.size();
    out.slots.resize(draws * width);
    for (std::size_t d = 0; d < draws; ++d) row_.clear(&out.slots[d * width]);
    const auto statuses = runner_.run(batch.values, batch.number,
                                      [&](int d, const Round& round) { row_.add(round, &out.slots[d * width]); });
    out.status.clear();
    for (const Status status : statuses) out.status.push_back(static_cast<std::uint8_t>(status));
  }

 private:
  CampaignRow row_;
  CampaignRunner<Pack> runner_;
};

}  // namespace

std::unique_ptr<DrawKernel> make_campaign_kernel(const KernelTask& task) {
  return std::make_unique<CampaignKernel>(task);
}

}  // namespace wedge
