#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <variant>

#include "reference/machine/machine.hpp"
#include "reference/moor/codec/envelope.hpp"
#include "reference/moor/codec/rpc_messages.hpp"

namespace drydock::moor::sessions {

/// Where the reply to one request goes: it can be kept for as long as the answer takes (HQ-02).
struct ReplyAddress {
  PeerId peer;
  Frames envelope;  // What came before the message, with the empty delimiter.
  friend bool operator==(ReplyAddress const&, ReplyAddress const&) = default;
};

/// A host's request, borrowed for the time of one call, which may take the address out of it.
struct HostRequest {
  ReplyAddress& from;
  std::string const& user_id;  // Who the authenticator says that it is; empty without one.
  HostToDaemonMsg const& said;
};
/// A client's, likewise; its `user_id` is who the authenticator says that the host is.
struct ClientRequest {
  ReplyAddress& from;
  std::string const& user_id;
  Uuid const& client_id;
  HostClientToDaemonMessage const& said;
};

/// The socket on which hosts ask: one ROUTER, so that nobody waits for anybody else's answer.
/// Source: hosts 1.1, 1.5, 1.7; HQ-01 to HQ-10.
class RpcPort {
 public:
  struct Settings {
    std::string listen = "ipc:///tmp/moor_rpc.sock";
    std::size_t message_bytes_max = std::size_t{64} << 20;
  };

  explicit RpcPort(Settings settings) : settings_(std::move(settings)) {}

  void open(Security const& security, Outbox& out) const;
  /// By which rules requests are read.
  RequestRules rules() const;
  /// Where the request of a message is to be answered; `requests` has read it. What is none is
  /// answered here, with InvalidRequest, and has no other effect; without a delimiter there is
  /// nobody to answer.
  std::optional<ReplyAddress> read(Received const& received, RequestReader& requests,
                                   Outbox& out) const;

  /// A value that cannot cross the wire becomes an InternalError. Whoever has no other use for the
  /// address moves it: its frames become those of the reply.
  void reply(ReplyAddress&& to, ReplyResult const& result, Outbox& out) const;
  void accept(ReplyAddress to, DaemonToHostReply&& answer, Outbox& out) const;
  void accept(ReplyAddress to, DaemonToClientReply&& answer, Outbox& out) const;
  void refuse(ReplyAddress to, RpcMessageErrorCode code, std::string message, Outbox& out) const;
  void refuse(ReplyAddress to, SchedulerError error, Outbox& out) const;

  static constexpr SocketName socket{"rpc"};
  /// `name == socket`, asked of most messages: without the call that the library makes of it.
  static bool owns(SocketName name) {
    return name.size() == socket.size() &&
           std::memcmp(name.data(), socket.data(), socket.size()) == 0;
  }

 private:
  Settings const settings_;
};

}  // namespace drydock::moor::sessions
