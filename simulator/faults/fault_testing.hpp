#pragma once

#include <gtest/gtest.h>

#include <string>

#include "simulator/faults/fault.hpp"

// For the tests of this folder.

namespace drydock::simulator {

/// Gives the command, as a scenario does, and says what is wrong with it, if anything.
inline std::string give(World& world, std::string_view command) {
  Words words(command);
  std::string_view const verb = *words.word("a command");
  FaultKind const* const kind = find_fault(verb);
  if (kind == nullptr) return "no such fault";
  Result<Action> const action = kind->parse(verb, words, world);
  if (!action) return action.error().message;
  if (auto const end = words.end(); !end) return end.error().message;
  (*action)(world);
  return "";
}

/// Draws the fault many times: not where nobody can be met, and elsewhere only what can be given.
inline void expect_draws_can_be_given(FaultKind const& kind, FaultTargets const& targets) {
  FaultTargets nobody;
  nobody.processes = {"a"};
  nobody.links = {{"a", "b"}};
  ASSERT_NE(kind.can_draw, nullptr);
  EXPECT_FALSE(kind.can_draw(nobody));
  ASSERT_TRUE(kind.can_draw(targets));
  Rng rng{Seed{1}};
  for (int k = 0; k < 200; ++k) {
    World world{WorldSettings{}};
    for (char const* name : {"a", "b"}) {
      world.start(world.add_puppet(name, [](VirtualTime, Input const&) {}));
    }
    std::vector<DrawnCommand> const commands = kind.draw(rng, targets);
    for (DrawnCommand const& command : commands) {
      EXPECT_EQ(give(world, command.text), "") << command.text;
    }
    std::string_view const first = commands.at(0).text;
    EXPECT_EQ(find_fault(first.substr(0, first.find(' ')))->name, kind.name) << first;
  }
}

}  // namespace drydock::simulator
