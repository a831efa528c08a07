#include "reference/moor/tasks/program_host.hpp"

#include <algorithm>
#include <set>

#include "reference/moor/codec/var_order.hpp"
#include "reference/moor/sessions/hosts.hpp"
#include "reference/moor/tasks/delivery.hpp"

namespace drydock::moor::tasks {
namespace {

struct StateName {
  char const* operator()(Ready const&) const { return "ready"; }
  char const* operator()(Interrupted const&) const { return "running"; }
  char const* operator()(Sleeping const&) const { return "suspended"; }
  char const* operator()(Reading const&) const { return "reading"; }
  char const* operator()(AskingWorker const&) const { return "waiting for a worker"; }
};

}  // namespace

std::vector<Obj> ProgramHost::connected_players(bool all) const {
  std::vector<sessions::Connection const*> arrived;
  for (Uuid const& id : desk_.connections().all()) {
    arrived.push_back(desk_.connections().find(id));
  }
  std::sort(arrived.begin(), arrived.end(),
            [](auto const* a, auto const* b) { return a->object > b->object; });
  std::vector<Obj> players;
  std::set<Obj> seen;
  for (auto const* connection : arrived) {
    if (!connection->player && !all) continue;
    Obj const who = connection->player ? *connection->player : Obj(connection->object);
    if (seen.insert(who).second) players.push_back(who);
  }
  return players;
}

/// Of several connections that of the last activity.
std::optional<Duration> ProgramHost::idle(Obj const& player) const {
  std::optional<Duration> least;
  for (Uuid const& id : desk_.connections().clients_of(player)) {
    Duration const idle = now_ - desk_.connections().find(id)->last_activity;
    if (!least || idle < *least) least = idle;
  }
  return least;
}

/// Of several connections that of the oldest, not their sum (HQ-35).
std::optional<Duration> ProgramHost::connected(Obj const& player) const {
  std::optional<Duration> longest;
  for (Uuid const& id : desk_.connections().clients_of(player)) {
    Duration const time = clock_.wall_time(now_) - desk_.connections().find(id)->connected_at;
    if (!longest || time > *longest) longest = time;
  }
  return longest;
}

std::optional<std::string> ProgramHost::connection_name(Obj const& player) const {
  auto const* connection = connection_of(desk_.connections(), client_, player);
  if (connection == nullptr) return std::nullopt;
  return sessions::name_of(*connection);
}

std::optional<moo::Map> ProgramHost::connection_options(Obj const& player) const {
  auto const* connection = connection_of(desk_.connections(), client_, player);
  if (connection == nullptr) return std::nullopt;
  std::vector<std::pair<Var, Var>> options;
  for (auto const& [key, value] : connection->attributes) options.emplace_back(key, value);
  return make_map(std::move(options));
}

moo::List ProgramHost::listeners() const {
  List rows;
  for (Listener const& one : desk_.listeners()) {
    auto const address = sessions::parse_listen_address(one.socket_addr);
    rows.elements.push_back(
        list_of({one.handler_object, address ? int{address->port} : 0, one.socket_addr}));
  }
  return rows;
}

/// Without those that the world has to hear of and has not yet: nobody may keep that from it.
moo::List ProgramHost::queued_tasks() const {
  List rows;
  for (auto const& [id, entry] : tasks_.all()) {
    if (entry.unbegun) continue;
    auto const* sleeping = std::get_if<Sleeping>(&entry.state);
    std::int64_t wakes_at = -1;
    if (sleeping != nullptr && sleeping->wakes_at)
      wakes_at = (clock_.wall_time(now_) + (*sleeping->wakes_at - now_)).unix_seconds();
    rows.elements.push_back(
        list_of({static_cast<std::int64_t>(id), wakes_at,
                 entry.client ? entry.client->text() : std::string(),
                 std::visit(StateName{}, entry.state), Obj(entry.task.player())}));
  }
  return rows;
}

std::optional<ObjId> ProgramHost::owner_of_task(std::uint64_t task) const {
  Entry const* entry = tasks_.find(task);
  bool const is_there = entry != nullptr && !entry->unbegun;
  return is_there ? std::optional(entry->task.player()) : std::nullopt;
}

}  // namespace drydock::moor::tasks
