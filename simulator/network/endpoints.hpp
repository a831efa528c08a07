#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/network/connection.hpp"

namespace drydock::simulator {

/// Who is bound where. An endpoint that begins with `inproc://` is one of its node, others are the
/// world's. One that begins with `tcp://` or `inproc://` has one binder at a time, and a second is
/// refused; any other is like an ipc path, which libzmq unlinks and makes anew: a second binder
/// gets every new connection, while the first keeps those it has and does not notice. When the
/// second is gone, so is the path, although the first still listens.
/// Source: measured with libzmq 4.3.4; workers 1.5, UQ-51.
class Endpoints {
 public:
  enum class Outcome { bound, stolen, taken };
  struct Bound {
    Outcome outcome;
    std::optional<SocketId> former;
  };
  Bound bind(std::string const& endpoint, NodeId node, SocketId socket);
  /// Ends what `socket` is bound to; of a stolen endpoint it no longer has anything.
  void unbind(SocketId socket);
  /// The same for one endpoint.
  void unbind(SocketId socket, std::string_view endpoint, NodeId node);
  /// As `node` sees it.
  std::optional<SocketId> find(std::string_view endpoint, NodeId node) const;
  static bool is_inproc(std::string_view endpoint) { return endpoint.starts_with("inproc://"); }

 private:
  std::map<std::string, SocketId, std::less<>> binders_;
};

}  // namespace drydock::simulator
