#include "simulator/campaign/draw_scenario.hpp"

#include <gtest/gtest.h>

#include <set>

#include "simulator/scenario/toy_protocol.hpp"

namespace drydock::simulator {
namespace {

std::set<std::string_view> kinds_drawn(Protocol const& protocol) {
  std::set<std::string_view> kinds;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    for (Step const& step : draw_scenario(protocol, Seed{seed}, {}).steps) {
      FaultKind const* const kind = find_fault(step.command.substr(0, step.command.find(' ')));
      if (kind != nullptr) kinds.insert(kind->name);
    }
  }
  return kinds;
}

TEST(DrawScenario, FaultsThatCanMeetNobodyAreNotDrawnAndAllOthersAre) {
  std::set<std::string_view> const drawn = kinds_drawn(ToyProtocol{});
  for (FaultKind const& kind : fault_kinds()) {
    EXPECT_EQ(drawn.contains(kind.name), kind.can_draw == nullptr) << kind.name;
  }
}

}  // namespace
}  // namespace drydock::simulator
