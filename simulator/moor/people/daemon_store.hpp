#pragma once

#include <cstdint>
#include <optional>

#include "reference/moor/sessions/connection.hpp"
#include "simulator/moor/roles.hpp"
#include "simulator/world/world.hpp"

namespace drydock::simulator {

/// What the daemon's database says of clients and tasks: what a daemon that starts now would know.
/// For checkers that hold it to what it had stored, and excuse no more than what it had not.
/// Virtual, so that tests of checkers can say what is stored.
class DaemonStore {
 public:
  virtual ~DaemonStore() = default;
  virtual std::optional<moor::sessions::Connection> connection(Uuid const& client) const = 0;
  /// Whether it is noted who is to hear of the task's end.
  virtual bool is_noted(std::uint64_t task) const = 0;
  /// Whether nothing can be stored now.
  virtual bool takes_nothing() const = 0;
  /// Whether the process died in the midst of a step, of which some is stored and nothing was told.
  /// To be asked while it ends.
  virtual bool died_writing() const = 0;
};

class WorldsDaemonStore final : public DaemonStore {
 public:
  /// Both outlive it.
  WorldsDaemonStore(World& world, Roles const& roles) : world_(world), roles_(roles) {}

  std::optional<moor::sessions::Connection> connection(Uuid const& client) const override;
  bool is_noted(std::uint64_t task) const override;
  bool takes_nothing() const override;
  bool died_writing() const override;

 private:
  std::optional<NodeId> daemon() const;
  Bytes const* value_of(std::string const& key) const;

  World& world_;
  Roles const& roles_;
};

}  // namespace drydock::simulator
