#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "conformance/judge/finding.hpp"
#include "conformance/testee/stage.hpp"
#include "reference/core/curve_key.hpp"
#include "reference/core/rng.hpp"

namespace drydock::conformance::daemon {

/// From the start of a daemon to its first answer: some load a whole world first.
inline constexpr Duration start_within = std::chrono::seconds{30};
/// A message that takes no time.
inline constexpr Duration reply_within = std::chrono::seconds{10};
/// For what must not come: long enough for a daemon that would do it at once.
inline constexpr Duration quiet_while = std::chrono::seconds{2};

/// What came on one of the suite's sockets, and how its connection fares.
struct Inbox {
  struct Message {
    VirtualTime at;
    Frames frames;
  };
  std::deque<Message> messages;  // Never moves what it holds.
  std::size_t ups = 0;
  std::size_t downs = 0;
  std::size_t refusals = 0;
};

/// The suite's end when a daemon is judged: all the sockets of whoever speaks to it, the daemon
/// itself, and what was seen.
class Visitors {
 public:
  /// Nothing runs yet. The files that the suite made for the daemon are nobody else's to read.
  explicit Visitors(Stage& stage);

  Stage& stage() { return stage_; }
  VirtualTime now() const { return stage_.now(); }
  bool secure() const { return stage_.secure(); }
  /// Keys, ids and noise are all drawn from here.
  Rng& rng() { return rng_; }
  CurveKeyPair new_keys() { return CurveKeyPair::generate(rng_); }
  Uuid new_id() { return Uuid::random(rng_); }

  // The daemon.

  /// From now on `value` is what `options` says.
  TesteeId start(StartOptions const& options = {});
  /// What stands for that placeholder in the daemon's command.
  std::string value(std::string_view placeholder) const;
  /// The one that was started last.
  TesteeId testee() const { return testee_; }
  bool running() const { return ended_count_ < started_count_; }
  std::optional<TesteeEnded> const& ended() const { return ended_; }
  /// Stops it and waits for its end.
  TesteeEnded stop(StopSignal signal, Duration within = std::chrono::seconds{10});

  // Sockets.

  /// One more socket; the name is its own for good.
  SocketName open(SocketSpec const& spec);
  void close(SocketName socket) { stage_.close(socket); }
  void send(SocketName socket, Frames const& frames) { stage_.send({socket}, frames); }
  Inbox const& inbox(SocketName socket) const { return inboxes_.at(socket); }

  // Waiting. Limits are what the requirement says: the stage's slack comes on top.

  void run_for(Duration duration);
  /// Until `done` holds; false if it does not within `limit`, or the daemon ended before.
  bool run_until(Duration limit, std::function<bool()> const& done);

  // Verdicts.

  /// Fails the case, with `evidence` and the last of what was said.
  [[noreturn]] void fail(std::string expected, std::string came,
                         std::vector<Evidence> evidence = {}) const;
  void require(bool claim, std::string const& expected, std::string const& came,
               std::vector<Evidence> const& evidence = {}) const;
  /// `none in time`, or that the daemon ended.
  std::string nothing_came() const;
  /// A line of what was said, for a report.
  void remember(std::string line);

 private:
  bool take_next(VirtualTime until);
  void on(Received const& received);
  void on(TesteeEnded const& end);
  void on(PeerUp const& up);
  void on(PeerDown const& down);

  Stage& stage_;
  VirtualTime const began_;
  Rng rng_;
  TesteeId testee_{0};
  Values values_;  // Of the last start, in place of the stage's.
  std::size_t started_count_ = 0;
  std::size_t ended_count_ = 0;
  std::optional<TesteeEnded> ended_;
  std::deque<std::string> names_;  // Never moves what it holds.
  std::map<SocketName, Inbox> inboxes_;
  std::deque<std::string> conversation_;
};

/// Ends the case: what it is about is not there to be judged.
[[noreturn]] void skip_case(std::string why);

/// A DEALER to `endpoint`, which can say anything that a REQ can, and more.
SocketSpec dealer_to(std::string endpoint, Security security);
SocketSpec subscriber_to(std::string endpoint, Security security);

}  // namespace drydock::conformance::daemon
