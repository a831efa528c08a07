#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

#include "reference/core/result.hpp"
#include "reference/core/rng.hpp"
#include "reference/machine/machine.hpp"
#include "reference/moor/codec/worker_messages.hpp"
#include "reference/moor/worker/backoff.hpp"
#include "reference/moor/worker/settings.hpp"

namespace drydock::moor::worker {

inline constexpr SocketName control_socket = "control";

/// What a control message is, in the order in which waiting ones are sent: a pong never waits for
/// an answer, and nothing comes after the detach.
enum class Kind : std::uint8_t { attach, pong, result, error, detach };

/// A control message that went its way: with the daemon's reply, or without one.
struct Exchanged {
  Kind kind;
  Uuid request_id;  // Of a result or error.
  std::optional<DaemonToWorkerReplyUnion> reply;
};

/// The worker's side of the control socket: messages go out one at a time, as REQ demands, each
/// only once a daemon is there. An exchange ends with its reply or after `reply_wait_max`; then
/// its socket is thrown away, so that a late reply has nowhere to arrive (W-34, W-35). A message
/// whose connection broke before its reply came is sent once more on the next one (W-39).
class ControlChannel {
 public:
  ControlChannel(Settings const& settings, Uuid const& worker_id, Rng rng)
      : settings_(settings),
        worker_id_(worker_id),
        refusal_backoff_(settings.refusal_retry_min, settings.refusal_retry_max, rng) {}

  void open(Outbox& out) const;
  /// Sends the message or queues it. Fails where it cannot be encoded.
  Result<void> post(VirtualTime now, Kind kind, Uuid const& request_id,
                    WorkerToDaemonUnion const& message, Outbox& out);

  void on_up(VirtualTime now, Outbox& out);
  /// Gives back the exchange that broke with the connection for the second time.
  std::optional<Exchanged> on_down(VirtualTime now, Outbox& out);
  /// The daemon does not take our key; the socket is given up, and another tried later (TS-13).
  void on_refused(VirtualTime now, Outbox& out);
  /// Gives back what was answered; a reply to nothing is dropped.
  std::optional<Exchanged> on_reply(VirtualTime now, Frames const& frames, Outbox& out);
  /// The `exchange` timer fired.
  std::optional<Exchanged> on_deadline(VirtualTime now, Outbox& out);

  /// Forgets the pongs that wait.
  void drop_pongs() { queue_of(Kind::pong).clear(); }

  bool connected() const { return connected_; }
  bool in_flight(Kind kind) const { return flying_ && flying_->kind == kind; }

  static constexpr TimerId deadline{"exchange"};
  static constexpr TimerId reopen_timer{"control_again"};

 private:
  struct Posted {
    Kind kind;
    Uuid request_id;
    Frames frames;
    bool sent_before = false;
  };

  std::deque<Posted>& queue_of(Kind kind) { return queues_[static_cast<std::size_t>(kind)]; }
  void send_next(VirtualTime now, Outbox& out);
  void reopen(Outbox& out);
  bool loose() const { return settings_.defects.has(Defect::late_reply_confusion); }

  Settings const& settings_;
  Uuid const& worker_id_;
  bool connected_ = false;
  std::optional<Posted> flying_;
  std::array<std::deque<Posted>, 5> queues_;
  Backoff refusal_backoff_;
};

}  // namespace drydock::moor::worker
