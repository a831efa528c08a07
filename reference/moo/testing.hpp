#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reference/machine/memory_store.hpp"
#include "reference/moo/step.hpp"

// A small world for tests, and a host whose answers they set.

namespace drydock::moo {

class TestHost : public Host {
 public:
  std::vector<Obj> connected_players(bool) const override { return players; }
  std::optional<Duration> idle(Obj const& player) const override { return seconds(player, 3); }
  std::optional<Duration> connected(Obj const& player) const override {
    return seconds(player, 60);
  }
  std::optional<std::string> connection_name(Obj const& player) const override {
    return is_connected(player) ? std::optional<std::string>("port 1 from here, port 2")
                                : std::nullopt;
  }
  std::optional<Map> connection_options(Obj const& player) const override {
    return is_connected(player) ? std::optional<Map>(Map{}) : std::nullopt;
  }
  List listeners() const override { return {{moor::list_of({object(0), 8888})}}; }
  List workers() const override { return {{moor::list_of({"echo", 1})}}; }
  List queued_tasks() const override { return {}; }
  std::optional<ObjId> owner_of_task(std::uint64_t task) const override {
    auto const found = tasks.find(task);
    return found == tasks.end() ? std::nullopt : std::optional<ObjId>(found->second);
  }
  std::optional<std::string> rotate_enrollment_token() override { return "a-new-token"; }

  std::vector<Obj> players;
  std::map<std::uint64_t, ObjId> tasks;

 private:
  bool is_connected(Obj const& player) const {
    return std::find(players.begin(), players.end(), player) != players.end();
  }
  std::optional<Duration> seconds(Obj const& player, int count) const {
    return is_connected(player) ? std::optional<Duration>(std::chrono::seconds(count))
                                : std::nullopt;
  }
};

/// #0 the system, #1 the root, #2 a wizard and #3 a programmer, both in room #4.
inline World small_world(RecordStore& store) {
  auto world = *World::load(store);
  auto const make = [&](int id, char const* name, int parent) -> Object& {
    auto& made = world.create_as(ObjId{id});
    made.name = name;
    made.owner = ObjId{id == 3 ? 3 : 2};
    world.set_parent(ObjId{id}, ObjId{parent});
    return made;
  };
  make(0, "System Object", -1);
  make(1, "Root", -1).fertile = true;
  auto& wizard = make(2, "Wizard", 1);
  wizard.player = wizard.programmer = wizard.wizard = true;
  auto& alice = make(3, "Alice", 1);
  alice.player = alice.programmer = true;
  make(4, "Room", 1);
  world.set_location(ObjId{2}, ObjId{4});
  world.set_location(ObjId{3}, ObjId{4});
  (void)world.commit();
  return world;
}

/// A world, its store and its host, and the tasks that tests run in it.
struct Stage {
  MemoryStore store;
  World world = small_world(store);
  TestHost host;
  Rng rng{Seed{1}};
  VirtualTime now{};
  Limits limits;
  std::vector<Effect> pending;
  std::vector<Effect> effects;  // Of all steps so far.
  std::uint64_t next_task = 1;

  Surroundings around() { return {world, host, rng, now, 1'700'000'000, limits, pending}; }

  Outcome step(Task& task) {
    auto surroundings = around();
    auto step = take_step(task, surroundings);
    for (auto& effect : step.effects) effects.push_back(std::move(effect));
    return std::move(step.outcome);
  }
  /// The end, or the first wait, of a program with the rights of `player`.
  Outcome eval(std::string_view source, int player = 2) {
    auto task = Task::eval(next_task++, ObjId{player}, source);
    if (!task) {
      Failed failed;
      failed.error = raised(ErrorCode::e_none, task.error().text()).value();
      return failed;
    }
    return step(*task);
  }
  Outcome command(std::string text, int player = 2) {
    auto task = Task::command(next_task++, ObjId{player}, object(0), std::move(text));
    return step(task);
  }
  /// All that `player` was told, line by line.
  std::vector<std::string> told(int player) const {
    std::vector<std::string> lines;
    for (auto const& effect : effects) {
      auto const* notify = std::get_if<Notify>(&effect);
      if (notify != nullptr && notify->player == object(player))
        lines.push_back(display(notify->content));
    }
    return lines;
  }
};

/// `=> value` of what returned, `E_PERM: message` of what failed, or the name of another outcome.
std::string text_of(Outcome const& outcome);

}  // namespace drydock::moo
