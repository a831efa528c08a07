#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conformance/moor/daemon/fake_worker.hpp"
#include "conformance/moor/daemon/visitors.hpp"
#include "reference/moor/codec/events.hpp"
#include "reference/moor/codec/rpc_messages.hpp"

namespace drydock::conformance::daemon {

/// The daemon's answer to one request of a host or client.
struct RpcAnswer {
  VirtualTime at;
  Frames frames;
  std::optional<moor::ReplyResult> reply;

  /// Null unless it grants a client's request with that.
  template <class T>
  T const* as() const {
    auto const* success = reply ? std::get_if<moor::ClientSuccess>(&reply->result) : nullptr;
    return success == nullptr ? nullptr : std::get_if<T>(&success->reply);
  }
  template <class T>
  T const* as_host() const {
    auto const* success = reply ? std::get_if<moor::HostSuccess>(&reply->result) : nullptr;
    return success == nullptr ? nullptr : std::get_if<T>(&success->reply);
  }
  moor::RpcMessageError const* failure() const {
    auto const* failure = reply ? std::get_if<moor::Failure>(&reply->result) : nullptr;
    return failure == nullptr ? nullptr : &failure->error;
  }
  bool is(moor::RpcMessageErrorCode code) const {
    return failure() != nullptr && failure()->error_code == code;
  }
  std::string described() const;
  std::vector<Evidence> evidence() const;
};

/// One event of a client, as it came.
struct HeardEvent {
  VirtualTime at;
  moor::ClientEventUnion event;
};

/// The suite as a host: it hears everything that is published from before its first request on, and
/// asks on one connection, one request after the other. On a secured link it enrolls first, and to
/// a strict daemon it shows the token that this brings.
class FakeHost {
 public:
  explicit FakeHost(Visitors& visitors);

  Visitors& visitors() { return visitors_; }
  Uuid const& id() const { return id_; }
  std::optional<std::string> const& token() const { return token_; }

  // What it asks, waiting for the answer.

  RpcAnswer ask(Uuid const& client, moor::HostClientToDaemonMessageUnion message);
  RpcAnswer ask_own(moor::HostToDaemonMessageUnion message);
  RpcAnswer ask_own(Uuid const& host, moor::HostToDaemonMessageUnion message);
  RpcAnswer ask_raw(Frames const& frames, Duration within = reply_within);

  /// A request on a connection of its own, whose answer may take long.
  struct Pending {
    SocketName socket;
  };
  Pending post(Uuid const& client, moor::HostClientToDaemonMessageUnion message);
  bool is_answered(Pending const& pending) const;
  /// Fails the case if none comes in time.
  RpcAnswer await(Pending const& pending, Duration within = reply_within);

  /// Only sends, on a connection of its own.
  SocketName send_apart(Frames const& frames);
  RpcAnswer read(Inbox::Message const& message) const;
  std::size_t answered() const { return visitors_.inbox(rpc_).messages.size(); }

  /// Fails the case unless the answer is a `T`; `expected` says when it should be.
  template <class T>
  T expect(RpcAnswer const& answer, std::string const& expected) const {
    T const* const said = answer.as<T>();
    visitors_.require(said != nullptr, expected, answer.described(), answer.evidence());
    return *said;
  }
  template <class T>
  T expect_own(RpcAnswer const& answer, std::string const& expected) const {
    T const* const said = answer.as_host<T>();
    visitors_.require(said != nullptr, expected, answer.described(), answer.evidence());
    return *said;
  }
  void expect_failure(RpcAnswer const& answer, moor::RpcMessageErrorCode code,
                      std::string const& expected) const;
  /// As client requests of a live daemon are: fails the case if it is not.
  void expect_served();

  // What it hears.

  Inbox const& publications() const { return visitors_.inbox(events_); }
  /// Whether a ping for clients came.
  bool was_pinged() const;
  std::vector<HeardEvent> events_of(Uuid const& client) const;
  /// With the publications from number `from` on only.
  std::vector<moor::HostBroadcastEventUnion> host_events(std::size_t from = 0) const;

 private:
  Security security_at(std::string const& endpoint) const;
  SocketName open_rpc();
  void send(SocketName socket, Frames const& frames);
  RpcAnswer take(SocketName socket, std::size_t number, Duration within);

  Visitors& visitors_;
  Uuid id_;
  std::optional<Identity> identity_;
  std::optional<std::string> token_;
  SocketName events_;
  SocketName rpc_;
};

}  // namespace drydock::conformance::daemon
