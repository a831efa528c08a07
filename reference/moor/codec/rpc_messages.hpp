#pragma once

#include <optional>
#include <string>
#include <variant>

#include "reference/core/uuid.hpp"
#include "reference/moor/codec/client_messages.hpp"
#include "reference/moor/codec/client_replies.hpp"
#include "reference/moor/codec/host_messages.hpp"
#include "reference/moor/codec/rpc_errors.hpp"
#include "reference/moor/codec/union.hpp"

// The envelopes between hosts and the daemon (schema/moor/rpc.fbs).

namespace drydock::moor {

// MessageTypeUnion: who speaks, and a second, complete copy of the body that follows in a frame of
// its own.
struct HostToDaemonMsg {
  Uuid host_id;
  HostToDaemonMessage message;
  // The host's token, with every message of a host that has one.
  std::optional<std::string> token{};
  friend bool operator==(HostToDaemonMsg const&, HostToDaemonMsg const&) = default;
};
// client_data is the client's id: the bare 16 bytes.
struct HostClientToDaemonMsg {
  Uuid client_data;
  HostClientToDaemonMessage message;
  friend bool operator==(HostClientToDaemonMsg const&, HostClientToDaemonMsg const&) = default;
};
struct MessageTypeMembers {
  using Members = std::variant<HostToDaemonMsg, HostClientToDaemonMsg>;
};
using MessageTypeUnion = Union<MessageTypeMembers>;
extern template class Union<MessageTypeMembers>;

/// Root table `MessageType`.
struct MessageType {
  MessageTypeUnion message;
  friend bool operator==(MessageType const&, MessageType const&) = default;
};
// ReplyResultUnion.
struct HostSuccess {
  DaemonToHostReply reply;
  friend bool operator==(HostSuccess const&, HostSuccess const&) = default;
};
struct ClientSuccess {
  DaemonToClientReply reply;
  friend bool operator==(ClientSuccess const&, ClientSuccess const&) = default;
};
struct Failure {
  RpcMessageError error;
  friend bool operator==(Failure const&, Failure const&) = default;
};
struct ReplyResultMembers {
  using Members = std::variant<HostSuccess, ClientSuccess, Failure>;
};
using ReplyResultUnion = Union<ReplyResultMembers>;
extern template class Union<ReplyResultMembers>;

/// Root table `ReplyResult`.
struct ReplyResult {
  ReplyResultUnion result;
  friend bool operator==(ReplyResult const&, ReplyResult const&) = default;
};

}  // namespace drydock::moor
