#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "conformance/moor/daemon/fake_host.hpp"

namespace drydock::conformance::daemon {

/// The suite as one connection of a host, and who is logged in there.
class Person {
 public:
  /// Nothing is asked yet.
  explicit Person(FakeHost& host) : host_(&host), id_(host.visitors().new_id()) {}
  Person(FakeHost& host, Uuid const& id) : host_(&host), id_(id) {}

  FakeHost& host() const { return *host_; }
  /// From now on it speaks by way of that host.
  void move_to(FakeHost& host) { host_ = &host; }
  Uuid const& id() const { return id_; }
  moor::ClientToken const& token() const { return token_; }
  moor::AuthToken const& auth() const { return auth_; }
  moor::Obj const& player() const { return player_; }
  moor::Obj const& connection() const { return connection_; }
  void use(moor::ClientToken token) { token_ = std::move(token); }
  void use(moor::AuthToken auth) { auth_ = std::move(auth); }
  void become(moor::Obj player) { player_ = player; }

  RpcAnswer ask(moor::HostClientToDaemonMessageUnion message) const {
    return host_->ask(id_, std::move(message));
  }
  /// Fails the case unless the answer is a `T`.
  template <class T>
  T get(moor::HostClientToDaemonMessageUnion message, std::string const& expected) const {
    return host_->expect<T>(ask(std::move(message)), expected);
  }
  void expect_failure(moor::HostClientToDaemonMessageUnion message, moor::RpcMessageErrorCode code,
                      std::string const& expected) const {
    host_->expect_failure(ask(std::move(message)), code, expected);
  }

  /// Fails the case unless they succeed.
  Person& establish();
  moor::AttachResult attach(moor::AuthToken const& auth, moor::ConnectType type);
  /// The result, which may be that it is not let in.
  moor::LoginResult try_login(std::vector<std::string> const& words, bool attach = true);
  moor::HostClientToDaemonMessageUnion pong() const;
  moor::HostClientToDaemonMessageUnion command(std::string const& line) const;
  moor::HostClientToDaemonMessageUnion eval_of(std::string const& program) const;
  moor::HostClientToDaemonMessageUnion call(std::string const& verb,
                                            std::vector<moor::Var> args = {}) const;
  moor::HostClientToDaemonMessageUnion detach(bool disconnected = true) const {
    return moor::Detach{token_, disconnected};
  }
  /// What a program gives; fails the case if it gives nothing.
  moor::Var eval(std::string const& program) const;
  /// Submits it, and gives the task's id.
  std::uint64_t submit(moor::HostClientToDaemonMessageUnion message) const;

  // What it is told.

  std::vector<HeardEvent> events() const { return host_->events_of(id_); }
  /// The lines of text so far.
  std::vector<std::string> lines() const;
  /// Waits until `wanted` holds of an event, and gives its place among events(); fails the case if
  /// none comes.
  using Wanted = std::function<bool(moor::ClientEventUnion const&)>;
  std::size_t await(Wanted const& wanted, std::string const& expected,
                    Duration within = reply_within) const;
  template <class T>
  T await(std::string const& expected, Duration within = reply_within) const {
    auto const is_it = [](moor::ClientEventUnion const& event) {
      return std::holds_alternative<T>(event);
    };
    std::size_t const place = await(is_it, expected, within);
    return std::get<T>(events()[place].event);
  }
  /// The end of that task, of either kind.
  std::size_t await_end(std::uint64_t task, Duration within = reply_within) const;
  moor::Var await_success(std::uint64_t task, Duration within = reply_within) const;
  moor::SchedulerError await_error(std::uint64_t task, Duration within = reply_within) const;
  std::size_t count_ends(std::uint64_t task) const;

 private:
  FakeHost* host_;
  Uuid id_;
  moor::ClientToken token_;
  moor::AuthToken auth_;
  moor::Obj player_ = moor::ObjId{};
  moor::Obj connection_ = moor::ObjId{};
};

/// The text of a notification that is one.
std::optional<std::string> line_of(moor::ClientEventUnion const& event);
/// Whether it is the end of that task.
bool is_end_of(moor::ClientEventUnion const& event, std::uint64_t task);

/// The words by which a core has to let in a wizard who may program, for cases that need more than
/// a connection. Where it does not, those are skipped.
inline std::vector<std::string> const wizard_words = {"connect", "wizard"};

/// A daemon that was started, and a host at it: the way most cases of hosts and clients begin.
struct HostScene {
  explicit HostScene(Stage& stage) : visitors(stage), testee(visitors.start()), host(visitors) {}

  Person stranger() { return Person{host}.establish(); }
  /// Logged in by `wizard_words`; skips the case where that gives nobody.
  Person wizard(bool attach = true);
  /// The same player at another host.
  Person wizard_at(FakeHost& where, bool attach = true);
  /// Somebody else, whom the wizard makes a player and becomes at a connection of its own. Skips
  /// the case where the core cannot do that.
  Person somebody(Person const& wizard);
  /// Gives the player of `person` a verb for commands and calls. Skips the case where that fails.
  void program(Person const& person, std::string const& verb,
               std::vector<std::string> const& lines);

  Visitors visitors;
  TesteeId testee;
  FakeHost host;
};

}  // namespace drydock::conformance::daemon
