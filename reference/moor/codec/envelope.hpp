#pragma once

#include <optional>
#include <span>
#include <string>

#include "reference/core/bytes.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/message_reader.hpp"
#include "reference/moor/codec/rpc_messages.hpp"

namespace drydock::moor {

/// As much of a `MessageType` as a daemon needs: who speaks, and which message the copy in it
/// claims to be. The rest of the copy is not looked at: the body has a frame of its own.
struct Envelope {
  /// 1 a host, 2 a client, as in MessageTypeUnion.
  std::uint8_t sender_tag = 0;
  /// The host's id, or the client's.
  Uuid sender;
  /// The host's, in the strict profile.
  std::optional<std::string> token{};
  /// The tag of the copy's union; absent if that cannot be read.
  std::optional<std::uint8_t> copy_tag{};
  friend bool operator==(Envelope const&, Envelope const&) = default;
};
Decoded<Envelope> decode_envelope(ByteView frame, Limits const& limits = {});

struct RequestRules {
  Limits limits;
  /// Whether a copy in the envelope of another kind than the body is refused (DC-11).
  bool copies_agree = true;
};

/// A request as it came in, and its message from the second frame; or the error that answers it,
/// `InvalidRequest` with the texts of hosts 1.7, where the first failure decides. Stock daemons
/// answer nothing where the envelope's union is missing or unknown (HQ-01); here that is an error
/// like the others.
tl::expected<MessageTypeUnion, RpcMessageError> read_request(std::span<Frame const> frames,
                                                             RequestRules const& rules = {});

/// Requests, each read over the one before.
class RequestReader {
 public:
  explicit RequestReader(RequestRules const& rules = {})
      : rules_(rules), envelopes_(rules.limits), of_clients_(rules.limits) {}

  /// The error that answers a message that is no request. After it, what is here is in any state.
  std::optional<RpcMessageError> read(std::span<Frame const> frames);

  // What was read last.

  bool is_hosts() const { return envelopes_.message().sender_tag == host_tag; }
  HostToDaemonMsg const& of_host() const { return of_host_; }
  Uuid const& client_id() const { return envelopes_.message().sender; }
  HostClientToDaemonMessage const& of_client() const { return of_clients_.message(); }

 private:
  static constexpr std::uint8_t host_tag = 1;

  RequestRules rules_;
  MessageReader<Envelope> envelopes_;
  HostToDaemonMsg of_host_;
  MessageReader<HostClientToDaemonMessage> of_clients_;
};

}  // namespace drydock::moor
