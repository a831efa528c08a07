#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

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
/// In the strict profile each carries the token of the moment at which it is sent; one that is
/// refused as expired waits with all others for the next token, and is sent once more (ST-06).
class ControlChannel {
 public:
  ControlChannel(Settings const& settings, Uuid const& worker_id, Rng rng)
      : settings_(settings),
        worker_id_(worker_id),
        refusal_backoff_(settings.refusal_retry_min, settings.refusal_retry_max, rng) {}

  void open(VirtualTime now, Outbox& out) const;
  /// Sends the message or queues it. Fails where it cannot be encoded.
  Result<void> post(VirtualTime now, Kind kind, Uuid const& request_id, WorkerToDaemonUnion message,
                    Outbox& out);

  void on_up(VirtualTime now, Outbox& out);
  /// Gives back the exchange that broke with the connection for the second time.
  std::optional<Exchanged> on_down(VirtualTime now, Outbox& out);
  /// The daemon does not take our key; the socket is given up, and another tried later (TS-13).
  void on_refused(VirtualTime now, Outbox& out);
  /// Gives back what was answered; a reply to nothing is dropped.
  std::optional<Exchanged> on_reply(VirtualTime now, Frames const& frames, Outbox& out);
  /// The `exchange` timer fired.
  std::optional<Exchanged> on_deadline(VirtualTime now, Outbox& out);

  /// Whether the daemon refused a message for its token, and no other token was given since.
  bool wants_token() const { return wants_token_; }
  /// The token from now on, or that there is none (ST-11); what waited for it goes on.
  void use_token(VirtualTime now, std::optional<std::string> token, Outbox& out);

  /// Forgets the pongs that wait.
  void drop_pongs() { queue_of(Kind::pong).clear(); }

  bool connected() const { return connected_; }
  /// Whether such a message was posted, and has not yet gone out for the first time.
  bool holds_back(Kind kind) const;
  bool in_flight(Kind kind) const { return flying_ && flying_->kind == kind; }

  static constexpr TimerId deadline{"exchange"};
  static constexpr TimerId reopen_timer{"control_again"};
  static constexpr TimerId fall_back{"control_in_the_clear"};  // Of Defect::falls_back_to_plain.
  void on_fall_back(VirtualTime now, Outbox& out);

 private:
  struct Posted {
    Kind kind;
    Uuid request_id;
    Frames frames;  // A sent pong without a message has none: it goes out once.
    std::optional<WorkerToDaemonUnion> message = {};  // Where another token may have to go in.
    std::uint64_t token_number = 0;                   // That the frames were made with.
    bool sent_before = false;
    bool repeated = false;  // Since it was refused as expired.
  };

  std::deque<Posted>& queue_of(Kind kind) { return queues_[static_cast<std::size_t>(kind)]; }
  void send_next(VirtualTime now, Outbox& out);
  Result<Frames> frames_of(WorkerToDaemonUnion const& message) const;
  void renew_frames(Posted& posted) const;
  bool heeds_tokens() const;
  /// Whether the refused message is to be sent again; it was taken over then.
  bool waits_for_token(Posted& answered, DaemonToWorkerReplyUnion const& reply);
  void reopen(VirtualTime now, Outbox& out);
  bool loose() const { return settings_.defects.has(Defect::late_reply_confusion); }

  Settings const& settings_;
  Uuid const& worker_id_;
  bool connected_ = false;
  std::optional<Posted> flying_;
  std::array<std::deque<Posted>, 5> queues_;
  Backoff refusal_backoff_;
  std::optional<std::string> token_;
  std::uint64_t token_number_ = 0;  // Which token that is.
  bool wants_token_ = false;
  bool held_ = false;  // Nothing is sent: the token is known to have expired.
  bool in_the_clear_ = false;
};

}  // namespace drydock::moor::worker
