#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conformance/moor/daemon/newcomer.hpp"
#include "conformance/moor/daemon/visitors.hpp"
#include "reference/moor/codec/worker_messages.hpp"

namespace drydock::conformance::daemon {

/// The daemon's answer to one control message.
struct ControlAnswer {
  VirtualTime at;
  Frames frames;
  std::optional<moor::DaemonToWorkerReply> reply;

  template <class T>
  T const* as() const {
    return reply ? std::get_if<T>(&reply->reply) : nullptr;
  }
  /// Either of the two that say that the message itself is wrong. Source: workers 2.5, tolerance.
  bool is_refusal() const;
  std::string described() const;
  std::vector<Evidence> evidence() const;
};

/// Who a worker is on a secured link, and what lets it in.
struct Identity {
  CurveClient client;
  std::string service_uuid;
  CurveKeyPair const& keys() const { return client.keys; }
};

/// The suite as one worker, with one connection to the control socket, and one to the dispatch
/// socket if asked for. On a secured link it enrolls first. Of a strict daemon it gets a token,
/// shows it with every message and has a fresh one in time.
class FakeWorker {
 public:
  /// Connects to the control socket; enrolls before where links are secured.
  explicit FakeWorker(Visitors& visitors, std::string type = "echo");
  /// One more connection of the same worker, with what `same` has now.
  FakeWorker(Visitors& visitors, FakeWorker const& same);
  /// With an identity from elsewhere, or with none, and without a token.
  FakeWorker(Visitors& visitors, std::optional<Identity> identity, Uuid const& id,
             std::string type = "echo");

  Uuid const& id() const { return id_; }
  moor::Symbol type() const { return moor::Symbol{type_}; }
  std::optional<Identity> const& identity() const { return identity_; }
  std::optional<std::string> const& token() const { return token_; }
  /// Shown from now on, whether it is good or not, and never renewed; absent to show none.
  void show_token(std::optional<std::string> token);
  /// Asks for a new token with the one that it has, and fails the case if that is refused.
  void renew_token();

  // What it says on the control socket.

  ControlAnswer ask(moor::WorkerToDaemonUnion const& message);
  ControlAnswer ask_raw(Frames const& frames);
  void send(moor::WorkerToDaemonUnion const& message);
  /// After the delimiter; and without one.
  void send_raw(Frames const& frames);
  void send_without_delimiter(Frames const& frames);
  std::size_t answered() const { return visitors_.inbox(control_).messages.size(); }
  ControlAnswer answer(std::size_t number) const;

  ControlAnswer attach() { return ask(moor::AttachWorker{id_, type()}); }
  ControlAnswer pong() { return ask(moor::WorkerPong{id_, type()}); }
  ControlAnswer detach() { return ask(moor::DetachWorker{id_}); }
  ControlAnswer result(Uuid const& request, moor::Var value = moor::Var{1});

  /// Fails the case unless the answer is a `T`; `expected` says when it should be.
  template <class T>
  T expect(ControlAnswer const& answer, std::string const& expected) const {
    T const* const said = answer.as<T>();
    visitors_.require(said != nullptr, expected, answer.described(), answer.evidence());
    return *said;
  }
  /// Attaches, and fails the case unless the daemon says so.
  void join();
  /// Says `AttachWorker` of an id of its own and leaves again: that the daemon still serves.
  void expect_served();

  // What it hears on the dispatch socket.

  void subscribe();
  SocketName dispatch() const { return *dispatch_; }
  Inbox const& broadcasts() const { return visitors_.inbox(*dispatch_); }
  SocketName control() const { return control_; }
  Inbox const& control_inbox() const { return visitors_.inbox(control_); }
  /// CURVE on tcp, if it has an identity.
  Security security_at(std::string_view endpoint) const;

 private:
  void refresh_token();
  void take_token(std::optional<std::string> token);
  void connect();
  Bytes encoded(moor::WorkerToDaemonUnion const& message);

  Visitors& visitors_;
  Uuid id_;
  std::string type_;
  std::optional<Identity> identity_;
  std::optional<std::string> token_;
  std::optional<WallTime> renew_at_;
  SocketName control_;
  std::optional<SocketName> dispatch_;
};

/// What an enrollment brings: an identity, and the token of a strict daemon.
struct Admission {
  Identity identity;
  std::optional<std::string> token;
};
/// Enrolls new keys for the worker, or the host, of that id.
Admission admit(Visitors& visitors, Uuid const& service_id,
                std::string const& service_type = "echo-worker");
/// Of new keys that nobody enrolled, towards the server that `known` speaks to.
CurveClient stranger(Visitors& visitors, Identity const& known);

/// Connects to `endpoint`. True if the connection stands within `limit`, false if
/// not: since it was refused, or nothing came of it.
bool is_let_in(Visitors& visitors, std::string const& endpoint, SocketType type,
               Security const& security, Duration limit);

}  // namespace drydock::conformance::daemon
