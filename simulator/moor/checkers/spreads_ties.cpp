#include "simulator/moor/checkers/spreads_ties.hpp"

#include <fmt/format.h>

namespace drydock::simulator {
namespace {

constexpr int in_a_row_max = 8;

}  // namespace

void SpreadsTies::on_chosen(Uuid const& chosen, Load const& load,
                            std::vector<std::pair<Uuid, Load>> const& others) {
  passed_over_.erase(chosen);
  for (auto const& [id, other] : others) {
    if (other.most > load.least) continue;
    if (++passed_over_[id][chosen] < in_a_row_max) continue;
    return fail(fmt::format("worker {} was chosen {} times, and {}, which had no more to do, never",
                            chosen.text(), in_a_row_max, id.text()));
  }
}

}  // namespace drydock::simulator
