#pragma once

#include <set>
#include <string>

#include "reference/machine/machine.hpp"
#include "reference/machine/wall_clock.hpp"

namespace drydock::moor::client {

/// A machine whose messages can be read along: sends to the socket `messages` a line for each that
/// it sends or receives, and for each connection that comes and goes, with the calendar's time in
/// UTC:
///
///     10:25:01.300412  send  rpc0  client 1a2b3c4d: Command(client_token 0a1b2c3d, ...)
///
/// Of a token there is its digest. A password is not there: nothing that follows the name in a
/// login, nothing that is typed while the daemon has the client's echo off, and of a command whose
/// first word has `password` in it only that word (ST-12).
class MessageView : public Machine {
 public:
  /// Both outlive it.
  MessageView(Machine& machine, WallClock const& clock) : machine_(machine), clock_(clock) {}

  void step(VirtualTime now, Input const& input, Outbox& out) override;
  void check_invariants() const override { machine_.check_invariants(); }

  static constexpr SocketName messages = "messages";
  /// What a view does not show: it is no ZeroMQ.
  static constexpr SocketName terminal = "terminal";

 private:
  void show(VirtualTime now, Input const& input, Outbox& out);
  void show(VirtualTime now, Output const& output, Outbox& out);
  void line(VirtualTime now, std::string_view what, SocketName socket, std::string_view text,
            Outbox& out) const;
  std::string received(SocketName socket, Frames const& frames);
  std::string sent(SocketName socket, Frames const& frames) const;
  std::string event(Frames const& frames);
  std::string request(Frames const& frames) const;

  Machine& machine_;
  WallClock const& clock_;
  std::set<Uuid> without_echo_;  // Clients whose typing is not to be seen.
};

}  // namespace drydock::moor::client
