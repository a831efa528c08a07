#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "reference/moor/host/host.hpp"

namespace drydock::moor::host {

/// A host with one person, who types at the stream `terminal` of its own process and reads there
/// what is shown. `;` before a line has it evaluated. When the typing ends it waits until all that
/// was asked is done, and leaves. Source: hosts 9.
class Terminal : public HostFront {
 public:
  struct Ways {
    /// What is typed to log in, before all else; nothing where the person does that.
    std::vector<std::string> login = {};
    /// How long a daemon has to be there and to take the connection.
    Duration daemon_wait_max = std::chrono::seconds{10};
    /// Once the typing has ended: how long the last that was typed gets to be done, and how long
    /// nothing must have been shown, since events may come later than the replies to what made
    /// them.
    Duration end_wait_max = std::chrono::seconds{60};
    Duration quiet_min = std::chrono::milliseconds{200};
    std::size_t line_bytes_max = std::size_t{1} << 20;
  };
  /// How it ended.
  enum class End : std::uint8_t { left, cut_off, not_let_in };
  struct Outcome {
    End end = End::left;
    std::string reason;
    friend bool operator==(Outcome const&, Outcome const&) = default;
  };

  /// `clock` outlives it. The host listens nowhere.
  Terminal(Settings settings, Ways ways, WallClock const& clock, Rng rng);

  void step(VirtualTime now, Input const& input, Outbox& out) override;
  void check_invariants() const override { host_.check_invariants(); }
  void check_everything() const override { host_.check_everything(); }

  Host& host() override { return host_; }
  /// Whether more of what is typed can be taken, which would only wait here otherwise.
  bool wants_input() const { return lines_.size() < lines_max && !outcome_; }
  /// Once it has ended.
  std::optional<Outcome> const& outcome() const { return outcome_; }

  static constexpr SocketName socket = "terminal";
  static constexpr std::size_t lines_max = 64;

 private:
  void begin(VirtualTime now, Outbox& out);
  void on_typed(VirtualTime now, ByteView bytes, Outbox& out);
  void end_line(Outbox& out);
  void on_typing_ended(VirtualTime now, Outbox& out);
  void on_timer(VirtualTime now, TimerId const& timer, Outbox& out);
  void show(VirtualTime now, Outbox& out);
  void on_shown(VirtualTime now, ShownEvent const& event, Outbox& out);
  void hand_over(VirtualTime now, Outbox& out);
  bool done() const;
  void finish(VirtualTime now, Outcome outcome, Outbox& out);
  void settle_exit(Outbox& out);
  void print(std::string const& text, Outbox& out) const;

  Ways const ways_;
  std::string const rpc_address_;
  Host host_;
  UserId user_{0};
  std::string line_;  // So far.
  bool too_long_ = false;
  std::deque<std::string> lines_;
  bool typing_ended_ = false;
  bool connected_ = false;
  bool logged_in_ = false;
  bool unanswered_ = false;  // Something that was typed.
  bool quiet_ = true;        // Since the timer was set.
  bool watching_ = false;
  std::optional<Outcome> outcome_;
};

}  // namespace drydock::moor::host
