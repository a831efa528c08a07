#pragma once

#include <map>
#include <set>

#include "simulator/moor/people/daemon_store.hpp"

namespace drydock::simulator {

/// A daemon's database for tests: what they say is stored.
struct TestDaemonStore final : DaemonStore {
  std::optional<moor::sessions::Connection> connection(Uuid const& client) const override {
    auto const found = connections.find(client);
    if (found == connections.end()) return std::nullopt;
    return found->second;
  }
  bool is_noted(std::uint64_t task) const override { return noted.contains(task); }
  bool takes_nothing() const override { return is_full; }
  bool died_writing() const override { return is_struck; }

  std::map<Uuid, moor::sessions::Connection> connections;
  std::set<std::uint64_t> noted;
  bool is_full = false;
  bool is_struck = false;
};

}  // namespace drydock::simulator
