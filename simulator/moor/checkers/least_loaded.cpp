#include "simulator/moor/checkers/least_loaded.hpp"

#include <fmt/format.h>

namespace drydock::simulator {

void LeastLoaded::on_chosen(Uuid const& chosen, Load const& load,
                            std::vector<std::pair<Uuid, Load>> const& others) {
  for (auto const& [id, other] : others) {
    if (other.most >= load.least) continue;
    return fail(fmt::format("worker {} was chosen, which has {} requests, and {} has {}",
                            chosen.text(), load.least, id.text(), other.most));
  }
}

}  // namespace drydock::simulator
