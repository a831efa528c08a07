#include "simulator/moor/roles.hpp"

#include <optional>

namespace drydock::simulator {

std::optional<moor::Root> root_of(Roles const& roles, NodeId node, SocketName socket,
                                  Direction direction) {
  bool const leaves = direction == Direction::leaves;
  bool const is_daemon = roles.is(node, Role::daemon);
  if (socket == "dispatch") return moor::Root::daemon_to_worker;
  if (socket == "control") {
    bool const to_daemon = is_daemon != leaves;
    return to_daemon ? moor::Root::worker_to_daemon : moor::Root::daemon_to_worker_reply;
  }
  if (socket == "callers") {
    bool const to_daemon = is_daemon != leaves;
    return to_daemon ? moor::Root::caller_request : moor::Root::caller_reply;
  }
  return std::nullopt;
}

}  // namespace drydock::simulator
