#pragma once

#include <tsl/robin_map.h>

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
  std::optional<Reply> reply;
};

/// The host's requests over a few REQ sockets that live long (HQ-65). Each waits until a daemon is
/// there, and ends with its reply, with the loss of its connection, or at its deadline; a socket
/// that still owes a reply then is thrown away, so that a late reply has nowhere to arrive (HQ-64,
/// H-09, H-10).
class Exchanges {
 public:
  Exchanges(Settings const& settings, Rng rng);

  void open(Outbox& out);
  ExchangeId post(VirtualTime now, Owner owner, Urgency urgency, Frames frames, Outbox& out);
  /// Nobody wants its reply any more; and it is not sent if it was not.
  void forget(ExchangeId id);

  static bool owns(SocketName socket);
  static bool owns(TimerId const& timer);
  void on_up(SocketName socket, Outbox& out);
  void on_down(VirtualTime now, PeerDown const& down, Outbox& out);
  /// False if the socket is none of its own.
  bool on_reply(SocketName socket, Frames const& frames, Outbox& out);
  void on_timer(VirtualTime now, TimerId const& timer, Outbox& out);

  /// What was answered since this was last asked, in order, takes the place of `answered`.
  void take_answered(std::vector<Answered>& answered) {
    answered.clear();
    answered.swap(answered_);
  }
  std::size_t open_count() const { return exchanges_.size(); }

  static constexpr TimerId deadline{"exchange"};
  static constexpr TimerId reopen_timer{"rpc_again"};
  static constexpr std::size_t sockets_limit = 64;

 private:
  struct Exchange {
    Owner owner = host_owner;
    Urgency urgency = Urgency::ordinary;
    Frames frames;
    bool sent = false;
    bool forgotten = false;
  };
  struct Line {
    bool open = false;
    bool connected = false;
    std::optional<ExchangeId> flying;
  };

  struct Deadline {
    VirtualTime at;
    ExchangeId id;
    friend auto operator<=>(Deadline const&, Deadline const&) = default;
  };
  struct Hash {
    std::size_t operator()(ExchangeId id) const { return id.value(); }
  };

  void open_line(std::size_t at, Outbox& out);
  void reopen_line(std::size_t at, Outbox& out);
  void send_waiting(Outbox& out);
  std::optional<ExchangeId> next_waiting();
  std::optional<std::size_t> free_line() const;
  void open_more(Outbox& out);
  Answered* settle(ExchangeId id);
  std::optional<Deadline> next_deadline();
  void watch(Outbox& out);
  std::size_t tasks_flying() const;

  Settings const& settings_;
  std::uint64_t last_ = 0;
  std::array<Line, sockets_limit> lines_;
  std::size_t lines_used_ = 0;  // Those from here on were never open.
  tsl::robin_map<ExchangeId, Exchange, Hash> exchanges_;
  std::array<std::deque<ExchangeId>, 4> waiting_;  // By urgency; some may have ended.
  // Those of tasks, which are waited for longer, and the others: each in order; some may have
  // ended.
  std::array<std::deque<Deadline>, 2> deadlines_;
  std::optional<VirtualTime> watched_;
  std::vector<Answered> answered_;
  worker::Backoff refusal_backoff_;
};

}  // namespace drydock::moor::host
