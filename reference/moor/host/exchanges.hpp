#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/core/rng.hpp"
#include "reference/machine/machine.hpp"
#include "reference/moor/host/settings.hpp"
#include "reference/moor/host/wire.hpp"
#include "reference/moor/worker/backoff.hpp"

namespace drydock::moor::host {

using ExchangeId = Strong<struct ExchangeIdTag, std::uint64_t>;

/// Whose an exchange is: a connection's, by its number, or the host's own, which is 0.
using Owner = std::uint64_t;
inline constexpr Owner host_owner = 0;

/// How urgent a request is, the most urgent first. `task` is one whose reply waits for a task.
enum class Urgency : std::uint8_t { host, liveness, ordinary, task };

/// A request that went its way: with the daemon's reply, or without one; then it was never sent, or
/// nobody knows what became of it.
struct Answered {
  ExchangeId id;
  Owner owner = host_owner;
  bool sent = false;
  /// Null without one. It is the exchanges', until another reply comes.
  ReplyResult const* reply = nullptr;

  /// What the reply consists of; null if it is another one, or there is none.
  DaemonToHostReply const* to_host() const;
  DaemonToClientReply const* to_client() const;
  RpcMessageError const* error() const;
};

/// The host's requests over a few REQ sockets that live long (HQ-65). Each waits until a daemon is
/// there, and ends with its reply, with the loss of its connection, or at its deadline; a socket
/// that still owes a reply then is thrown away, so that a late reply has nowhere to arrive (HQ-64,
/// H-09, H-10).
class Exchanges {
 public:
  Exchanges(Settings const& settings, Rng rng);

  void open(Outbox& out);
  ExchangeId post(VirtualTime now, Owner owner, Urgency urgency, Frames&& frames, Outbox& out);
  /// Nobody wants its reply any more; and it is not sent if it was not.
  void forget(ExchangeId id);

  static bool owns(SocketName socket);
  static bool owns(TimerId const& timer);
  void on_up(SocketName socket, Outbox& out);
  void on_down(VirtualTime now, PeerDown const& down, Outbox& out);
  /// False if the socket is none of its own.
  bool on_reply(SocketName socket, Frames const& frames, Outbox& out);
  void on_timer(VirtualTime now, TimerId const& timer, Outbox& out);

  bool has_answered() const { return !answered_.empty(); }
  /// What was answered since this was last asked, in order, takes the place of `answered`.
  void take_answered(std::vector<Answered>& answered) {
    answered.clear();
    answered.swap(answered_);
  }

  static constexpr TimerId deadline{"exchange"};
  static constexpr TimerId reopen_timer{"rpc_again"};
  static constexpr std::size_t sockets_limit = 64;

 private:
  enum class State : std::uint8_t {
    waiting,    // For a socket.
    flying,     // Sent.
    forgotten,  // Sent, and nobody wants the reply; its socket owes it all the same.
    ended,
  };
  struct Exchange {
    ExchangeId id;
    Owner owner = host_owner;
    VirtualTime due;
    Frames frames;  // While they wait.
    Exchange* next = nullptr;
    Urgency urgency = Urgency::ordinary;
    State state = State::waiting;
  };
  /// Those of one urgency that wait, in order, linked through themselves.
  class Queue {
   public:
    Exchange* first() const { return first_; }
    void push(Exchange& exchange);
    void remove(Exchange& exchange);

   private:
    Exchange* first_ = nullptr;
    Exchange* last_ = nullptr;
  };
  /// Some of the sockets: a bit for each.
  using Lines = std::uint64_t;
  static constexpr Lines line_bit(std::size_t at) { return Lines{1} << at; }

  void open_line(std::size_t at, Outbox& out);
  void reopen_line(std::size_t at, Outbox& out);
  bool has_waiting() const;
  void send_waiting(Outbox& out);
  Lines free_lines() const { return open_ & connected_ & ~busy_; }
  void send(Exchange& exchange, std::size_t line, Frames&& frames, Outbox& out);
  Exchange* next_waiting() const;
  void open_more(Outbox& out);
  Answered* settle(Exchange& exchange);
  void end(Exchange& exchange);
  Exchange* first_due();
  void watch(Outbox& out);
  std::size_t tasks_flying() const;

  Settings const& settings_;
  std::uint64_t last_ = 0;
  Lines open_ = 0;
  Lines connected_ = 0;
  Lines busy_ = 0;  // They owe a reply, to the exchange in `flying_`.
  std::array<Exchange*, sockets_limit> flying_{};
  // Those of tasks, which are waited for longer, and the others: each in the order of their ids,
  // which is that of their deadlines, from the first on that has not ended.
  std::array<std::deque<Exchange>, 2> exchanges_;
  std::array<Queue, 4> waiting_;  // By urgency.
  std::optional<VirtualTime> watched_;
  std::vector<Answered> answered_;
  ReplyReader replies_;  // The latest is the one that counts.
  worker::Backoff refusal_backoff_;
};

}  // namespace drydock::moor::host
