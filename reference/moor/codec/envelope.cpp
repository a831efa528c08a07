#include "reference/moor/codec/envelope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/opening.hpp"
#include "reference/moor/codec/quick_table.hpp"
#include "reference/moor/codec/two_readers.hpp"
#include "reference/moor/codec/utf8.hpp"

namespace drydock::moor {

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, HostToDaemonMessage& out);
template <>
bool decode_quickly(ByteView buffer, Limits const& limits, HostClientToDaemonMessage& out);
template <>
MessageShape shape_of(ByteView buffer, HostClientToDaemonMessage& out);
template <>
Decoded<HostToDaemonMessage> decode_thoroughly(ByteView buffer, Limits const& limits);
template <>
Decoded<HostClientToDaemonMessage> decode_thoroughly(ByteView buffer, Limits const& limits);

namespace {

constexpr RootUnion envelope_union{"message", 2};
constexpr std::uint8_t host_tag = 1;

RpcMessageError invalid_request(std::string text) {
  return {.error_code = RpcMessageErrorCode::invalid_request, .message = std::move(text)};
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

/// What SenderReader reads, by QuickRead, and NotingRead after it.
template <class From>
bool quick_envelope(From& from, Envelope& out) {
  QuickRead::Fields root;
  QuickRead::Fields sender;
  if (!from.root(root) || !from.number(root, 0, out.sender_tag) || out.sender_tag == 0 ||
      out.sender_tag > envelope_union.tag_max || !from.table(from.at(root, 1), sender)) {
    return false;
  }
  std::size_t token = QuickRead::nowhere;
  if (out.sender_tag == host_tag) {
    token = from.at(sender, 2);
    if (!from.uuid(from.at(sender, 0), out.sender)) return false;
  } else if (!from.raw_uuid(from.at(sender, 0), out.sender)) {
    return false;
  }
  if (token == QuickRead::nowhere) {
    out.token.reset();
  } else if (!from.text(token, held_or_new<std::string>(out.token))) {
    return false;
  }
  QuickRead::Fields copy;
  return from.table(from.at(sender, 1), copy) && from.at(copy, 0) != QuickRead::nowhere &&
         from.number(copy, 0, out.copy_tag.emplace());
}

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

Decoded<Envelope> read_envelope(ByteView frame, Limits const& limits) {
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

}  // namespace

template <>
bool decode_quickly(ByteView frame, Limits const& limits, Envelope& out) {
  QuickRead from(frame, limits);
  return quick_envelope(from, out);
}
template <>
MessageShape shape_of(ByteView frame, Envelope& out) {
  NotingRead from(frame);
  return quick_envelope(from, out) ? std::move(from).shape() : MessageShape();
}
template <>
Decoded<Envelope> decode_thoroughly(ByteView frame, Limits const& limits) {
  return read_envelope(frame, limits);
}

namespace {

template <class Message>
bool agrees(Envelope const& envelope, Message const& message) {
  return envelope.copy_tag == message.message.index() + 1;
}

std::optional<RpcMessageError> disagreement() {
  return invalid_request("The envelope's copy is another message");
}

}  // namespace

Decoded<Envelope> decode_envelope(ByteView frame, Limits const& limits) {
  return decode_either_way<Envelope>(frame, limits);
}

tl::expected<MessageTypeUnion, RpcMessageError> read_request(std::span<Frame const> frames,
                                                             RequestRules const& rules) {
  RequestReader reader(rules);
  if (auto refusal = reader.read(frames)) return tl::make_unexpected(*std::move(refusal));
  if (reader.is_hosts()) return MessageTypeUnion{reader.of_host()};
  return MessageTypeUnion{HostClientToDaemonMsg{reader.client_id(), reader.of_client()}};
}

std::optional<RpcMessageError> RequestReader::read(std::span<Frame const> frames) {
  if (frames.size() != 2) return invalid_request("Incorrect message length");
  if (auto const error = envelopes_.read(frames[0])) return invalid_request(envelope_text(*error));
  Envelope const& envelope = envelopes_.message();
  if (is_hosts()) {
    of_host_.host_id = envelope.sender;
    of_host_.token = envelope.token;
    auto const error = decode_over(of_host_.message, frames[1], rules_.limits);
    if (error) return invalid_request(host_body_text(*error));
    if (rules_.copies_agree && !agrees(envelope, of_host_.message)) return disagreement();
  } else {
    if (auto const error = of_clients_.read(frames[1])) {
      return invalid_request(client_body_text(*error));
    }
    if (rules_.copies_agree && !agrees(envelope, of_clients_.message())) return disagreement();
  }
  return std::nullopt;
}

}  // namespace drydock::moor
