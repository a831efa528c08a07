#pragma once

#include <map>

#include "simulator/moor/checkers/loads.hpp"

namespace drydock::simulator {

/// Of workers that have as much to do, none is chosen again and again while another is passed over:
/// not eight times in a row. Source: DW-24.
class SpreadsTies final : public Loads {
 public:
  using Loads::Loads;
  std::string_view name() const override { return "spreads_ties"; }

 protected:
  void on_chosen(Uuid const& chosen, Load const& load,
                 std::vector<std::pair<Uuid, Load>> const& others) override;
  void on_forgotten() override { passed_over_.clear(); }

 private:
  /// How often each was passed over for that one, since it was chosen itself.
  std::map<Uuid, std::map<Uuid, int>> passed_over_;
};

}  // namespace drydock::simulator
