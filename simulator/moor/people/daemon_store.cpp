#include "simulator/moor/people/daemon_store.hpp"

#include "reference/moor/sessions/connections.hpp"
#include "reference/moor/tasks/task_records.hpp"

namespace drydock::simulator {

std::optional<NodeId> WorldsDaemonStore::daemon() const {
  for (auto const& [node, role] : roles_.all()) {
    if (role == Role::daemon) return node;
  }
  return std::nullopt;
}

Bytes const* WorldsDaemonStore::value_of(std::string const& key) const {
  auto const node = daemon();
  if (!node) return nullptr;
  auto const& content = world_.records(*node).content();
  auto const found = content.find(key);
  return found == content.end() ? nullptr : &found->second;
}

std::optional<moor::sessions::Connection> WorldsDaemonStore::connection(Uuid const& client) const {
  auto const* record = value_of(moor::sessions::Connections::key_of(client));
  if (record == nullptr) return std::nullopt;
  auto connection = moor::sessions::connection_of(*record);
  if (!connection) return std::nullopt;
  return *std::move(connection);
}

bool WorldsDaemonStore::is_noted(std::uint64_t task) const {
  return value_of(moor::tasks::TaskRecords::key_of(task)) != nullptr;
}

bool WorldsDaemonStore::takes_nothing() const {
  auto const node = daemon();
  return node && (world_.disk(*node).is_full() || world_.records(*node).is_busy());
}

bool WorldsDaemonStore::died_writing() const {
  auto const node = daemon();
  return node && world_.disk(*node).is_struck();
}

}  // namespace drydock::simulator
