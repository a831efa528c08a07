#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "simulator/faults/fault.hpp"
#include "simulator/moor/people/prankster.hpp"
#include "simulator/moor/people/shown_watcher.hpp"
#include "simulator/moor/roles.hpp"
#include "simulator/moor/workloads/people.hpp"

namespace drydock::simulator {

/// What pranksters are told to do:
///
///     prank x take-over alice      speak-as, or answer-for: what she was asked for last
///     prank x reserved-id
///     prank x unreadable-token
///
/// Nothing, where the person is not there, or was asked for nothing.
class Pranks final : public ShownWatcher {
 public:
  Pranks(World& world, Roles const& roles, People const& people)
      : world_(world), roles_(roles), people_(people) {}

  static bool knows(std::string_view verb) { return verb == "prank"; }
  /// The command whose verb has been read.
  Result<Action> parse(Words& words);

  void on_shown(NodeId host, moor::host::Shown const& shown) override;

 private:
  struct Victim {
    Uuid client;
    std::optional<Uuid> request;  // The newest.
  };
  void play(NodeId prankster, Prank::Kind kind, std::string const& person);

  World& world_;
  Roles const& roles_;
  People const& people_;
  std::map<std::pair<NodeId, moor::host::UserId>, Victim> victims_;
};

}  // namespace drydock::simulator
