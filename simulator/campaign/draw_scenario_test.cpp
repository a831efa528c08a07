#include "simulator/campaign/draw_scenario.hpp"

#include <gtest/gtest.h>

#include <set>

#include "simulator/scenario/runner.hpp"
#include "simulator/scenario/toy_protocol.hpp"

namespace drydock::simulator {
namespace {

/// The toy protocol, as if calendar, files, a database and keys mattered to its server, and its
/// clients were subscribers and publishers as well.
class Durable final : public Protocol {
 public:
  std::vector<std::string_view> profiles() const override { return toy_.profiles(); }
  std::vector<NamedDefect> defects() const override { return toy_.defects(); }
  Result<std::unique_ptr<Play>> begin(Scenario const& scenario, Verdict& verdict) const override {
    return toy_.begin(scenario, verdict);
  }
  Draw draw(Rng rng, Duration lasts, std::string_view profile) const override {
    Draw draw = toy_.draw(rng, lasts, profile);
    draw.targets.clocks = {"d"};
    draw.targets.disks.push_back({.process = "d",
                                  .may_be_full = true,
                                  .unreadable = {"all"},
                                  .removable = {"key"},
                                  .restorable = {"*"},
                                  .tearable = {"key"},
                                  .may_lose_writes = true,
                                  .may_die_writing = true});
    draw.targets.sockets = {{"d", "toy", SocketType::rep, true},
                            {"d", "toy", SocketType::pub, true},
                            {"c1", "toy", SocketType::req, false},
                            {"c1", "toy", SocketType::sub, false}};
    draw.targets.doors = {{"d", "toy", SocketType::rep, true}};
    draw.targets.databases = {"d"};
    draw.targets.guards = {"d"};
    draw.targets.guests = {"c1"};
    draw.targets.odd_messages = {{"d toy nonsense"}, {"d toy madness", "resume d"}};
    return draw;
  }

 private:
  ToyProtocol toy_;
};

std::set<std::string_view> kinds_drawn(Protocol const& protocol) {
  std::set<std::string_view> kinds;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    for (Step const& step : draw_scenario(protocol, Seed{seed}, {}).steps) {
      FaultKind const* const kind = find_fault(step.command.substr(0, step.command.find(' ')));
      if (kind != nullptr) kinds.insert(kind->name);
    }
  }
  return kinds;
}

TEST(DrawScenario, FaultsThatCanMeetNobodyAreNotDrawn) {
  std::set<std::string_view> const drawn = kinds_drawn(ToyProtocol{});
  for (FaultKind const& kind : fault_kinds()) {
    EXPECT_EQ(drawn.contains(kind.name), kind.can_draw == nullptr) << kind.name;
  }
}

TEST(DrawScenario, AllOthersAre) { EXPECT_EQ(kinds_drawn(Durable{}).size(), fault_kinds().size()); }

TEST(DrawScenario, WhatWasDrawnCanBeRun) {
  Durable const protocol;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Result<RunResult> const result =
        run_scenario(draw_scenario(protocol, Seed{seed}, {}), protocol);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_FALSE(result->failure) << seed;
  }
}

}  // namespace
}  // namespace drydock::simulator
