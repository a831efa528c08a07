#include "reference/moor/codec/envelope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/opening.hpp"
#include "reference/moor/codec/utf8.hpp"

namespace drydock::moor {
namespace {

constexpr RootUnion envelope_union{"message", 2};
constexpr std::uint8_t host_tag = 1;

using Refusal = tl::unexpected<RpcMessageError>;

Refusal invalid_request(std::string text) {
  return tl::make_unexpected(RpcMessageError{.error_code = RpcMessageErrorCode::invalid_request,
                                             .message = std::move(text)});
}

/// Reads the fields of the envelope's one member.
class SenderReader {
 public:
  SenderReader(ByteView frame, OpenedUnion const& opened)
      : raw_(frame),
        table_(opened.value),
        name_(opened.tag == host_tag ? "message.HostToDaemonMsg"
                                     : "message.HostClientToDaemonMsg") {}

  bool host_id(Uuid& out) {
    auto const at = required(table_, 0, "host_id");
    if (!at) return false;
    auto const uuid = raw_.follow(*at).and_then([&](std::size_t to) { return raw_.table(to); });
    if (!uuid) return refuse("host_id", uuid.error());
    auto const data = required(*uuid, 0, "host_id.data");
    return data && id_at(*data, "host_id.data", out);
  }
  bool client_id(Uuid& out) {
    auto const at = required(table_, 0, "client_data");
    return at && id_at(*at, "client_data", out);
  }
  bool token(std::optional<std::string>& out) {
    auto const at = raw_.field(table_, 2);
    if (!at) return true;
    auto const text = raw_.follow(*at).and_then([&](std::size_t to) { return raw_.string(to); });
    if (!text) return refuse("token", text.error());
    if (!is_utf8(drydock::text_of(*text))) return refuse("token", {*at, "not UTF-8"});
    out = drydock::text_of(*text);
    return true;
  }
  std::optional<std::uint8_t> copy_tag() const {
    auto const at = raw_.field(table_, 1);
    if (!at) return std::nullopt;
    auto const copy = raw_.follow(*at).and_then([&](std::size_t to) { return raw_.table(to); });
    if (!copy) return std::nullopt;
    auto const tag_at = raw_.field(*copy, 0);
    if (!tag_at || !raw_.scalar(*tag_at, 1)) return std::nullopt;
    return raw_.byte_at(*tag_at);
  }

  DecodeError error() && { return std::move(error_); }

 private:
  bool refuse(std::string_view field, Violation violation) {
    error_ = DecodeError{DecodeError::Stage::field, fmt::format("{}.{}", name_, field),
                         violation.offset, std::move(violation.rule)};
    return false;
  }
  std::optional<std::size_t> required(RawTable const& table, unsigned slot,
                                      std::string_view field) {
    auto const at = raw_.field(table, slot);
    if (!at) refuse(field, {table.position, "required, but missing"});
    return at;
  }
  bool id_at(std::size_t at, std::string_view field, Uuid& out) {
    auto const data = raw_.follow(at).and_then([&](std::size_t to) { return raw_.vector(to, 1); });
    if (!data) return refuse(field, data.error());
    if (data->size() != out.bytes.size()) {
      return refuse(field, {at, fmt::format("a UUID of {} bytes, not 16", data->size())});
    }
    std::copy(data->begin(), data->end(), out.bytes.begin());
    return true;
  }

  RawBuffer raw_;
  RawTable table_;
  std::string_view name_;
  DecodeError error_;
};

bool ends_with(std::string const& path, std::string_view field) {
  return path.ends_with("." + std::string(field));
}

/// Rows 3 to 7 of hosts 1.7.
std::string envelope_text(DecodeError const& error) {
  if (error.stage != DecodeError::Stage::field) return "Could not decode message type";
  bool const is_length = error.rule.ends_with("not 16");
  if (ends_with(error.path, "client_data")) {
    return is_length ? "Bad client id" : "Missing client data";
  }
  if (ends_with(error.path, "host_id")) return "Missing host_id";
  if (ends_with(error.path, "host_id.data")) return is_length ? "Bad host_id" : "Invalid host_id";
  return error.text();
}

/// Rows 8h to 10h.
std::string host_body_text(DecodeError const& error) {
  if (error.stage == DecodeError::Stage::unopenable) return "Could not decode host message";
  if (error.stage == DecodeError::Stage::no_union) {
    return "missing host message union: " + error.text();
  }
  if (ends_with(error.path, "host_type")) return "Missing host_type: " + error.text();
  return error.text();
}

/// Rows 7c to 10c: of a missing field the name, where stock daemons have such a text.
std::string client_body_text(DecodeError const& error) {
  if (error.stage == DecodeError::Stage::unopenable) return "Could not decode request body";
  if (error.stage == DecodeError::Stage::no_union) return "Missing message union";
  static constexpr std::array named{
      "peer_addr", "handler_object", "connect_args", "command",        "expression",   "object",
      "verb",      "property",       "name",         "request_id",     "input",        "args",
      "argstr",    "player",         "socket_addr",  "public_key",     "handler_type", "host_id",
      "key",       "value",          "objref",       "history_recall", "event_id"};
  if (error.rule == "required, but missing") {
    for (auto const* field : named) {
      if (ends_with(error.path, field)) return fmt::format("Missing {}", field);
    }
  }
  return error.text();
}

template <class Message>
bool agrees(Envelope const& envelope, Message const& message) {
  return envelope.copy_tag == message.message.index() + 1;
}

Refusal copies_differ() { return invalid_request("The envelope's copy is another message"); }

}  // namespace

Decoded<Envelope> decode_envelope(ByteView frame, Limits const& limits) {
  auto const opened = open_union(frame, envelope_union, limits);
  if (!opened) return tl::make_unexpected(opened.error());
  SenderReader reader(frame, *opened);
  Envelope envelope{.sender_tag = opened->tag, .sender = {}};
  bool const good = opened->tag == host_tag
                        ? reader.host_id(envelope.sender) && reader.token(envelope.token)
                        : reader.client_id(envelope.sender);
  if (!good) return tl::make_unexpected(std::move(reader).error());
  envelope.copy_tag = reader.copy_tag();
  return envelope;
}

tl::expected<MessageTypeUnion, RpcMessageError> read_request(std::span<Frame const> frames,
                                                             RequestRules const& rules) {
  if (frames.size() != 2) return invalid_request("Incorrect message length");
  auto envelope = decode_envelope(frames[0], rules.limits);
  if (!envelope) return invalid_request(envelope_text(envelope.error()));
  if (envelope->sender_tag == host_tag) {
    auto message = decode_host_to_daemon(frames[1], rules.limits);
    if (!message) return invalid_request(host_body_text(message.error()));
    if (rules.copies_agree && !agrees(*envelope, *message)) return copies_differ();
    return HostToDaemonMsg{envelope->sender, *std::move(message), std::move(envelope->token)};
  }
  auto message = decode_client_to_daemon(frames[1], rules.limits);
  if (!message) return invalid_request(client_body_text(message.error()));
  if (rules.copies_agree && !agrees(*envelope, *message)) return copies_differ();
  return HostClientToDaemonMsg{envelope->sender, *std::move(message)};
}

}  // namespace drydock::moor
