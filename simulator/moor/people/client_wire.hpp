#pragma once

#include <deque>
#include <map>
#include <optional>

#include "reference/moor/codec/client_messages.hpp"
#include "reference/moor/codec/events.hpp"
#include "reference/moor/codec/rpc_messages.hpp"
#include "simulator/moor/wire.hpp"
#include "simulator/scenario/checker.hpp"

namespace drydock::simulator {

/// What a host asked for one of its connections, as it came to the daemon.
struct ClientCall {
  VirtualTime at;
  Uuid client;
  moor::HostClientToDaemonMessageUnion message;

  template <class Message>
  Message const* as() const {
    return std::get_if<Message>(&message);
  }
};

/// Is told what hosts and daemon say to each other about clients, where the daemon hears and says
/// it. What does not decode is nobody's message.
class ClientWatcher {
 public:
  virtual ~ClientWatcher() = default;
  virtual void on_call(VirtualTime, ClientCall const&) {}
  virtual void on_answer(VirtualTime, ClientCall const&, moor::ReplyResultUnion const&) {}
  virtual void on_event(VirtualTime, Uuid const& /*client*/, moor::ClientEventUnion const&) {}
  /// The daemon asks all clients whether they are there.
  virtual void on_tick(VirtualTime) {}
  virtual void on_daemon(VirtualTime, NodeEvent) {}
};

/// A property of clients and their tasks.
class ClientChecker : public Checker, public ClientWatcher {
 public:
  using Checker::Checker;
};

/// Reads the daemon's sockets for hosts, once for all who watch.
class ClientWire final : public Wire<ClientWatcher> {
 public:
  using Wire::Wire;
  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_output(VirtualTime now, NodeId node, Output const& output) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;

 private:
  void on_request(VirtualTime now, Received const& received);
  void on_reply(VirtualTime now, Send const& send);
  void on_publication(VirtualTime now, Frames const& frames);

  std::map<Route, std::deque<std::optional<ClientCall>>> calls_;  // Unanswered; absent: a host's.
};

/// A reply that grants what was asked; null if it does not.
template <class Answer>
Answer const* granted(moor::ReplyResultUnion const& result) {
  auto const* success = std::get_if<moor::ClientSuccess>(&result);
  return success == nullptr ? nullptr : std::get_if<Answer>(&success->reply);
}
/// Whether the daemon says that it knows no such client.
bool is_unknown(moor::ReplyResultUnion const& result);

}  // namespace drydock::simulator
