#pragma once

#include "simulator/moor/checkers/loads.hpp"

namespace drydock::simulator {

/// A request goes to a worker with the fewest pending ones. Source: DW-23.
class LeastLoaded final : public Loads {
 public:
  using Loads::Loads;
  std::string_view name() const override { return "least_loaded"; }

 protected:
  void on_chosen(Uuid const& chosen, Load const& load,
                 std::vector<std::pair<Uuid, Load>> const& others) override;
};

}  // namespace drydock::simulator
