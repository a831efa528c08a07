#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/machine/machine.hpp"
#include "reference/moor/codec/rpc_messages.hpp"

namespace drydock::moor::client {

inline constexpr SocketName events_socket = "events";

struct Settings {
  std::string rpc_address = "ipc:///tmp/moor_rpc.sock";
  std::string events_address = "ipc:///tmp/moor_events.sock";
  /// Used on each address that is tcp, and on no other; without it tcp is in the clear, which the
  /// world has to allow.
  std::optional<CurveClient> curve = {};
  /// What is typed to log in.
  std::vector<std::string> login = {"connect", "wizard"};
  std::string program;
  /// How long a daemon has to be there and to let us in, and to let us go.
  Duration daemon_wait_max = std::chrono::seconds{10};
  Duration detach_wait_max = std::chrono::seconds{2};
  /// How long the program may take; for ever unless set.
  std::optional<Duration> answer_wait_max = {};
  /// How long a program that was refused for its tokens waits for newer ones (ST-06).
  Duration fresh_token_wait = std::chrono::seconds{1};
};

/// The daemon did not let us come to an answer, for that reason.
struct NoAnswer {
  std::string reason;
  friend bool operator==(NoAnswer const&, NoAnswer const&) = default;
};
using Outcome = std::variant<Var, RpcMessageError, NoAnswer>;

/// Somebody without a host: subscribes, establishes a connection, logs in without attaching, has
/// one program evaluated, and detaches; meanwhile answers pings, and takes each token that it is
/// given. Source: hosts 3.3, 4, 6; tokens ST-06.
class Client : public Machine {
 public:
  Client(Settings settings, Rng rng);

  void step(VirtualTime now, Input const& input, Outbox& out) override;

  /// There once it has ended.
  std::optional<Outcome> const& outcome() const { return outcome_; }
  /// What the program told us, line by line.
  std::vector<std::string> const& said() const { return said_; }

 private:
  enum class State : std::uint8_t {
    connecting,
    establishing,
    logging_in,
    evaluating,
    refused,  // For its tokens; newer ones may come.
    detaching,
  };

  void start(VirtualTime now, Outbox& out);
  void on_up(VirtualTime now, SocketName socket, Outbox& out);
  void on_down(PeerDown const& down, Outbox& out);
  void on_reply(VirtualTime now, Frames const& frames, Outbox& out);
  void on_failure(VirtualTime now, RpcMessageError const& error, Outbox& out);
  void on_pong_answered(Frames const& frames, Outbox& out);
  void on_event(VirtualTime now, Frames const& frames, Outbox& out);
  void on_timer(VirtualTime now, Outbox& out);
  void send(SocketName socket, HostClientToDaemonMessageUnion message, Outbox& out);
  void evaluate(VirtualTime now, Outbox& out);
  void on_fresh_token(VirtualTime now, Outbox& out);
  void pong(Outbox& out);
  void leave(VirtualTime now, Outcome outcome, Outbox& out);
  void end(Outcome outcome, Outbox& out);

  void on(VirtualTime now, NewConnection const& reply, Outbox& out);
  void on(VirtualTime now, LoginResult const& reply, Outbox& out);
  void on(VirtualTime now, EvalResult const& reply, Outbox& out);
  void on(VirtualTime now, Disconnected const& reply, Outbox& out);
  template <class Other>
  void on(VirtualTime, Other const&, Outbox&) {}  // The answers to pongs.

  Settings const settings_;
  Uuid const id_;
  State state_ = State::connecting;
  bool rpc_up_ = false;
  bool events_up_ = false;
  bool ended_ = false;
  ClientToken token_;
  AuthToken auth_;
  std::optional<std::pair<ClientToken, AuthToken>> evaluated_with_;
  RpcMessageError refusal_;
  Obj player_ = ObjId{};
  std::vector<std::string> said_;
  std::optional<Outcome> outcome_;
};

}  // namespace drydock::moor::client
