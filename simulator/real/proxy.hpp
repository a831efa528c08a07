#pragma once

#include <poll.h>

#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/result.hpp"
#include "simulator/network/link.hpp"
#include "simulator/real/relay.hpp"
#include "simulator/world/observer.hpp"

namespace drydock::simulator {

/// What is wrong with the ways between nodes, as the proxy asks for it.
class Links {
 public:
  virtual ~Links() = default;
  /// Nothing passes now, and neither end notices.
  virtual bool is_blocked(NodeId from, NodeId to) = 0;
  virtual LinkTrouble trouble(NodeId from, NodeId to) = 0;
  /// How long the next piece takes.
  virtual Duration delay(NodeId from, NodeId to) = 0;
  /// Its kernel takes up whoever connects to it, and nothing follows.
  virtual bool is_silent(NodeId node) = 0;
};

/// Stands between all nodes: every connection that one makes to another's endpoint goes through a
/// socket file of ours, and from there to the other's. Single-threaded, and nothing here waits but
/// `disconnect`.
class Proxy {
 public:
  /// A socket of a node, by its name there.
  struct End {
    NodeId node;
    std::string socket;
    friend auto operator<=>(End const&, End const&) = default;
  };

  /// Socket files are made in `directory`.
  Proxy(Links& links, std::string directory) : links_(links), directory_(std::move(directory)) {}

  /// A fresh path to bind in place of `endpoint`.
  std::string bind(End const& end, std::string const& endpoint);
  /// A path that leads to whoever is bound to `endpoint` then. Fails with what the system says.
  Result<std::string> connect(End const& end, std::string const& endpoint);
  /// The socket is closed: it takes no connection any more, and makes none.
  void close(End const& end);
  /// What the node had on its way is lost.
  void lose(NodeId node);
  /// Who is bound to `endpoint`, or was last.
  std::optional<End> binder(std::string const& endpoint) const;
  /// Whether somebody is.
  bool is_bound(std::string const& endpoint) const;
  /// Whom it was put through to last.
  std::optional<End> reached_by(End const& connecting) const;

  /// Whether that connection is meant: of who connects, and of who is bound.
  using Which = std::function<bool(End const& connecting, End const& binding)>;
  /// So many bytes are about to come from the end that connects, or from the other.
  void expect(Which const& which, bool from_connecting, std::size_t bytes);
  /// What was expected last of that end of them leaves at `until` at the earliest, and all that
  /// follows waits behind it.
  void delay_expected(Which const& which, bool from_connecting, VirtualTime until);
  /// Forgets connections: nothing passes any more, and only who is `noticed_by` learns it. False
  /// where there were none.
  bool forget(Which const& which, std::optional<NodeId> noticed_by);
  /// What was forgotten breaks, so that all know.
  void break_forgotten();
  /// Breaks connections once what was expected of them has come, so that it is lost, and returns
  /// when both ends know. False where there were none.
  bool disconnect(Which const& which, std::function<VirtualTime()> const& clock);

  void pump(VirtualTime now);
  void watch(std::vector<pollfd>& items, VirtualTime now);
  /// When something is to be pumped that nothing outside tells of.
  std::optional<VirtualTime> next_pump(VirtualTime now);

 private:
  struct Listener {
    End end;
    std::string endpoint;
    transport::Descriptor descriptor;
  };
  struct Bound {
    End end;
    std::string path;
    bool is_open = false;
  };
  struct Connection {
    End connecting;
    End binding;
    Relay relay;
  };
  struct Caller {  // Who has yet to be put through.
    End end;
    std::string endpoint;
    transport::Descriptor descriptor;
    VirtualTime due;
  };
  static constexpr Duration patience = std::chrono::milliseconds{500};

  void accept_all(VirtualTime now);
  VirtualTime due(Listener const& listener, VirtualTime now);
  bool put_through(Caller& caller, VirtualTime now);
  Relay::State state(NodeId from, NodeId to);
  std::string fresh_path();
  bool wait_for(std::vector<Connection*> const& some, std::function<VirtualTime()> const& clock,
                std::function<bool(Connection&)> const& done);

  Links& links_;
  std::string directory_;
  std::size_t paths_ = 0;
  std::map<std::string, Bound> bound_;  // By endpoint.
  std::map<End, End> reached_;
  std::list<Listener> listeners_;
  std::list<Caller> callers_;
  std::list<Connection> connections_;
};

}  // namespace drydock::simulator
