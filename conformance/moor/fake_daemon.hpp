#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "conformance/moor/fake_gate.hpp"
#include "conformance/moor/heard.hpp"
#include "conformance/moor/limits.hpp"
#include "conformance/moor/usual_replies.hpp"
#include "conformance/testee/stage.hpp"
#include "reference/core/rng.hpp"
#include "reference/moor/codec/worker_messages.hpp"

namespace drydock::conformance {

/// Whether the daemon is there from the beginning.
enum class Presence : std::uint8_t { there, away };

/// A place in what was heard: everything from there on is newer.
using Mark = std::size_t;

/// The suite's end of the worker protocol: plays daemon, and sees all of it. Where the stage is
/// secure its sockets are CURVE and it enrolls. By default it answers
/// as a daemon does; a case says what is to be different. It hears whatever a REP would show its
/// application, so workers with REQ, with DEALER, and with several connections are all the same.
class FakeDaemon {
 public:
  explicit FakeDaemon(Stage& stage, Presence presence = Presence::there);

  Stage& stage() { return stage_; }
  VirtualTime now() const { return stage_.now(); }

  // The worker.

  /// Enrollment and CURVE, which are used where the stage is secure.
  FakeGate& gate() { return gate_; }

  /// Starts one more copy of the testee; beside others, with a data directory of its own.
  TesteeId start(StartOptions options = {});
  /// Starts a testee and waits until it is attached and subscribed, in whatever order: the way most
  /// cases begin. Fails the case if that does not happen.
  Uuid attach();
  /// Waits for the next attach since `since`.
  Heard const& expect_attach(Mark since = 0);
  /// The id of the worker that attached last.
  Uuid const& worker() const { return worker_; }
  /// How the testee ended, if it did; of several the last.
  std::optional<TesteeEnded> const& ended() const { return ended_; }
  /// Whether a testee runs, or something that it sent may still come.
  bool any_running() const { return ended_count_ < started_count_; }
  /// How many subscriptions that match the topic have come.
  std::size_t subscriptions() const { return subscriptions_; }

  // What it does with the next control messages that hold a `T`.

  template <class T>
  void reply_once(Reply reply) {
    rules_.push_back({tag_of<T>(), true, std::move(reply)});
  }
  template <class T>
  void reply_always(Reply reply) {
    rules_.push_back({tag_of<T>(), false, std::move(reply)});
  }
  /// A reply to what was withheld before.
  void reply_to(Heard const& heard, moor::DaemonToWorkerReplyUnion reply);

  // What it broadcasts.

  void ping();
  /// From now on pings are sent so often; never, for 0.
  void ping_every(Duration period);
  /// A request to the attached worker. Its id.
  Uuid request(std::vector<moor::Var> arguments, std::uint64_t timeout_ms = 0);
  /// The same request once more, or one of somebody else's.
  void publish(moor::DaemonToWorkerUnion const& message);
  void publish_raw(Frames frames);
  moor::WorkerRequest new_request(std::vector<moor::Var> arguments, std::uint64_t timeout_ms = 0);
  Uuid new_id() { return Uuid::random(rng_); }
  /// From now on the daemon waits for an answer to that request, as if it had asked.
  void await_answer_to(Uuid const& request_id) { usual_.expect_answer(request_id); }

  /// Calls `check` for each message from now on, before it is replied to.
  void check_each(std::function<void(Heard const&)> check) { check_ = std::move(check); }

  // Its own comings and goings.

  void close();
  /// Like a daemon that was started anew: knows nobody.
  void open();
  /// The same, with endpoints or security of a case's own.
  void open(SocketSpec control, SocketSpec dispatch);
  SocketSpec control_spec() const;
  SocketSpec dispatch_spec() const;

  // What came.

  Mark mark() const { return heard_.size(); }
  std::deque<Heard> const& heard() const { return heard_; }
  template <class T>
  std::vector<Heard const*> all(Mark since = 0) const {
    return all_that(since, [](Heard const& one) { return one.as<T>() != nullptr; });
  }
  std::vector<Heard const*> answers_to(Uuid const& request_id) const;
  std::vector<Heard const*> all_that(Mark since,
                                     std::function<bool(Heard const&)> const& which) const;

  // Waiting. Limits are what the requirement says: the stage's slack comes on top.

  void run_for(Duration duration);
  /// Until `done` holds; false if it does not within `limit`, or no testee is left to make it so.
  bool run_until(Duration limit, std::function<bool()> const& done);
  /// The first message since `since` that holds a `T`; `expected` says what it would be, in words.
  template <class T>
  Heard const& expect(Mark since, Duration within, std::string const& expected) {
    return expect_that(since, within, expected,
                       [](Heard const& one) { return one.as<T>() != nullptr; });
  }
  Heard const& expect_that(Mark since, Duration within, std::string const& expected,
                           std::function<bool(Heard const&)> const& which);
  Heard const& expect_answer(Uuid const& request_id, Duration within = answer_within);
  /// That the worker still works: it answers a ping.
  void expect_pong(Duration within = pong_within);
  /// That the testee ends; `expected` as above.
  TesteeEnded expect_end(Duration within, std::string const& expected);
  /// Asks the testee to end, and waits until it has; one that does not is killed.
  void stop(TesteeId testee);

  // Verdicts.

  /// Fails the case, with the bytes of `seen` and the last of the conversation as evidence.
  [[noreturn]] void fail(std::string expected, std::string came,
                         std::vector<Heard const*> const& seen = {}) const;
  /// The same unless `claim`.
  void require(bool claim, std::string const& expected, std::string const& came,
               std::vector<Heard const*> const& seen = {}) const;

 private:
  struct Rule {
    std::size_t tag;
    bool once;
    Reply reply;
  };
  template <class T>
  static std::size_t tag_of() {
    return moor::WorkerToDaemonUnion{T{}}.index();
  }

  bool take_next(VirtualTime until);
  void on(Received const& received);
  void on(TesteeEnded const& end);
  void on(PeerUp const&) {}
  void on(PeerDown const&) {}
  void on_control(Received const& received);
  void on_subscription(Received const& received);
  Reply reply_for(Heard const& heard);
  std::string nothing_came() const;
  void remember(std::string line);

  Stage& stage_;
  VirtualTime const began_;
  Rng rng_;
  FakeGate gate_;
  std::size_t started_count_ = 0;
  std::size_t ended_count_ = 0;
  std::optional<TesteeEnded> ended_;
  Uuid worker_;
  std::size_t subscriptions_ = 0;
  std::vector<Rule> rules_;
  std::function<void(Heard const&)> check_;
  UsualReplies usual_;
  std::size_t pings_ = 0;
  Duration ping_period_{0};
  VirtualTime next_ping_{};
  std::deque<Heard> heard_;  // Never moves what it holds.
  std::deque<std::string> conversation_;
};

}  // namespace drydock::conformance
