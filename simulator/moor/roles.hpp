#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "reference/core/time.hpp"
#include "reference/moor/codec/describe.hpp"
#include "simulator/world/trace.hpp"

namespace drydock::simulator {

/// What a node is in mooR's protocol.
enum class Role : std::uint8_t { daemon, worker, caller, intruder, host, web, prankster };

/// Who is what in a run, and what daemon and callers promise there.
class Roles {
 public:
  struct DaemonPromises {
    Duration silence_max;
    Duration request_age_max;
    Duration look_period{};  // At its files.
    Duration leeway{};
    Duration worker_token_lifetime = Duration::max();
    Duration load_age_max{};
  };

  struct CallerPromises {
    Duration daemon_wait_max;
    Duration answer_wait_max;
    Duration no_timeout_wait_max;
  };

  void add(NodeId node, Role role) { roles_[node] = role; }
  bool is(NodeId node, Role role) const {
    auto const place = roles_.find(node);
    return place != roles_.end() && place->second == role;
  }
  std::map<NodeId, Role> const& all() const { return roles_; }
  /// Whether workers' tokens last. One that ends sooner than a worker can connect again and be
  /// asked may leave it out for ever.
  bool tokens_last() const { return promises.worker_token_lifetime >= std::chrono::seconds{6}; }

  DaemonPromises promises{};
  std::map<NodeId, CallerPromises> callers;
  std::map<NodeId, Duration> silences;          // That workers bear.
  std::map<NodeId, Duration> task_waits;        // How long a host's lines wait for a task.
  std::map<NodeId, std::string> service_types;  // Under which workers enroll.
  std::set<NodeId> narrow;                      // Workers that let requests wait soon.
  std::set<NodeId> strangers;                   // Intruders that never enrolled.

 private:
  std::map<NodeId, Role> roles_;
};

/// What a message on `socket` of `node` is to be read as; absent where it is none of this protocol.
std::optional<moor::Root> root_of(Roles const& roles, NodeId node, SocketName socket,
                                  Direction direction);

}  // namespace drydock::simulator
