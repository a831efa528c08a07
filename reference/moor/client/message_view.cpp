#include "reference/moor/client/message_view.hpp"

#include <fmt/format.h>

#include <utility>

#include "reference/core/digest.hpp"
#include "reference/moor/client/client.hpp"
#include "reference/moor/codec/describe.hpp"
#include "reference/moor/codec/envelope.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"
#include "reference/moor/codec/literal_writer.hpp"
#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"

namespace drydock::moor::client {
namespace {

constexpr SocketName enrollment_socket = "enrollment";
constexpr std::size_t text_max = 2000;
constexpr std::string_view hidden = "<hidden>";

std::string short_id(Uuid const& id) { return id.text().substr(0, 8); }

std::string quoted(std::string_view text) {
  LiteralWriter writer{text_max};
  writer.write_quoted(text);
  return std::move(writer).take();
}

/// As drydock::token::digest_for_people has it (ST-12).
std::string digest_of(std::string const& token) {
  Digest digest;
  digest.add(std::string_view(token));
  return digest.hex().substr(0, 8);
}

std::string odd(Frames const& frames) {
  return fmt::format("{} frames of no known form", frames.size());
}

/// The frames behind the delimiter, which a DEALER shows and a REQ does not.
Frames without_delimiter(Frames const& frames) {
  bool const has = frames.size() > 1 && frames.front().empty();
  return has ? Frames{frames.begin() + 1, frames.end()} : frames;
}

bool contains_folded(std::string_view text, std::string_view part) {
  for (std::size_t at = 0; at + part.size() <= text.size(); ++at) {
    if (compare_folded(text.substr(at, part.size()), part) == 0) return true;
  }
  return false;
}

/// Of a command that sets a password, what comes before that.
bool hide_password(Command& command) {
  std::string_view const text = command.command;
  std::string_view const word = text.substr(0, text.find_first_of(" \t"));
  if (word.size() == text.size() || !contains_folded(word, "password")) return false;
  command.command = fmt::format("{} {}", word, hidden);
  return true;
}

/// Whether `message` was changed.
bool hide_typed(HostClientToDaemonMessageUnion& message, bool echo) {
  if (auto* const command = std::get_if<Command>(&message)) {
    if (echo) return hide_password(*command);
    command->command = hidden;
    return true;
  }
  if (echo) return false;
  if (auto* const answer = std::get_if<RequestedInput>(&message)) {
    answer->input = Var{std::string(hidden)};
    return true;
  }
  auto* const login = std::get_if<LoginCommand>(&message);
  if (login == nullptr) return false;
  for (std::string& word : login->connect_args) word = hidden;
  return true;
}

bool is_true(Var const& value) {
  if (auto const* boolean = value.as<bool>()) return *boolean;
  auto const* integer = value.as<std::int64_t>();
  return integer != nullptr && *integer != 0;
}

std::string enrollment_request(Frames const& frames) {
  if (frames.size() != 1) return odd(frames);
  auto const asked = enrollment::decode_enrollment_request(frames[0]);
  if (!asked) return "no EnrollmentRequest: " + asked.error().text();
  std::string text = fmt::format(
      "EnrollmentRequest(enrollment_token {}, curve_public_key {}, service_type {}, "
      "hostname {}",
      asked->enrollment_token.empty() ? "none" : digest_of(asked->enrollment_token),
      quoted(asked->curve_public_key), quoted(asked->service_type), quoted(asked->hostname));
  if (asked->service_token) text += ", service_token " + digest_of(*asked->service_token);
  if (asked->service_id) text += ", service_id " + quoted(*asked->service_id);
  return text + ")";
}

std::string enrollment_response(Frames const& frames) {
  if (frames.size() != 1) return odd(frames);
  auto const answer = enrollment::decode_enrollment_response(frames[0]);
  if (!answer) return "no EnrollmentResponse: " + answer.error().text();
  std::string text = answer->success ? "EnrollmentResponse(success" : "EnrollmentResponse(failure";
  if (answer->service_uuid) text += ", service_uuid " + quoted(*answer->service_uuid);
  if (answer->daemon_curve_public_key) {
    text += ", daemon_curve_public_key " + quoted(*answer->daemon_curve_public_key);
  }
  if (answer->error) text += ", error " + quoted(*answer->error);
  if (answer->service_token) text += ", service_token " + digest_of(*answer->service_token);
  return text + ")";
}

std::string topic_text(ByteView topic) {
  if (topic_of(topic) == EventTopic::client) {
    return "client " + short_id(*Uuid::from_bytes(topic));
  }
  return quoted(drydock::text_of(topic));
}

std::string subscription(Frames const& frames) {
  if (frames.size() != 1 || frames[0].empty()) return odd(frames);
  return fmt::format("{} {}", frames[0][0] == 1 ? "subscribe to" : "unsubscribe from",
                     topic_text(ByteView{frames[0]}.subspan(1)));
}

}  // namespace

void MessageView::step(VirtualTime now, Input const& input, Outbox& out) {
  show(now, input, out);
  Outbox done;
  machine_.step(now, input, done);
  for (Output& output : done) {
    show(now, std::as_const(output), out);
    out.push_back(std::move(output));
  }
}

void MessageView::show(VirtualTime now, Input const& input, Outbox& out) {
  if (auto const* message = std::get_if<Received>(&input)) {
    SocketName const from = message->from.socket;
    if (from != terminal) line(now, "recv", from, received(from, message->frames), out);
  } else if (auto const* up = std::get_if<PeerUp>(&input)) {
    line(now, "up", up->peer.socket, "", out);
  } else if (auto const* down = std::get_if<PeerDown>(&input)) {
    line(now, "down", down->peer.socket, down->refused ? "our key is refused" : "", out);
  }
}

void MessageView::show(VirtualTime now, Output const& output, Outbox& out) {
  auto const* send = std::get_if<Send>(&output);
  if (send == nullptr || send->to.socket == terminal) return;
  line(now, "send", send->to.socket, sent(send->to.socket, send->frames), out);
}

void MessageView::line(VirtualTime now, std::string_view what, SocketName socket,
                       std::string_view text, Outbox& out) const {
  WallTime const time = clock_.wall_time(now);
  std::int64_t const second = (time.unix_seconds() % 86400 + 86400) % 86400;
  std::string const whole = fmt::format("{:02}:{:02}:{:02}.{:06}  {:4}  {}{}{}\n", second / 3600,
                                        second / 60 % 60, second % 60, time.nanosecond() / 1000,
                                        what, socket, text.empty() ? "" : "  ", text);
  out.emplace_back(Send{{MessageView::messages}, Frames{bytes_of(whole)}});
}

std::string MessageView::received(SocketName socket, Frames const& frames) {
  if (socket == events_socket) return event(frames);
  if (socket == enrollment_socket) return enrollment_response(frames);
  Frames const reply = without_delimiter(frames);
  return reply.empty() ? odd(frames) : describe(Root::reply_result, reply[0], text_max);
}

std::string MessageView::sent(SocketName socket, Frames const& frames) const {
  if (socket == events_socket) return subscription(frames);
  if (socket == enrollment_socket) return enrollment_request(frames);
  return request(without_delimiter(frames));
}

std::string MessageView::event(Frames const& frames) {
  if (frames.size() != 2) return odd(frames);
  auto const topic = topic_of(frames[0]);
  if (!topic) return odd(frames);
  if (*topic == EventTopic::broadcast) {
    return "broadcast: " + describe(Root::clients_broadcast, frames[1], text_max);
  }
  if (*topic == EventTopic::hosts) {
    return "hosts: " + describe(Root::host_broadcast, frames[1], text_max);
  }
  Uuid const client = *Uuid::from_bytes(frames[0]);
  auto const told = decode_client_event(frames[1]);
  auto const* option = told ? std::get_if<SetConnectionOptionEvent>(&told->event) : nullptr;
  if (option != nullptr && compare_folded(option->option_name.text, "client-echo") == 0) {
    if (is_true(option->value)) {
      without_echo_.erase(client);
    } else {
      without_echo_.insert(client);
    }
  }
  return topic_text(frames[0]) + ": " + describe(Root::client_event, frames[1], text_max);
}

std::string MessageView::request(Frames const& frames) const {
  if (frames.size() != 2) return odd(frames);
  auto const envelope = decode_envelope(frames[0]);
  if (!envelope) return "no MessageType: " + envelope.error().text();
  std::string const id = short_id(envelope->sender);
  if (envelope->sender_tag == 1) {
    std::string const token =
        envelope->token ? fmt::format(" (token {})", digest_of(*envelope->token)) : "";
    return fmt::format("host {}{}: {}", id, token,
                       describe(Root::host_to_daemon, frames[1], text_max));
  }
  bool const echo = !without_echo_.contains(envelope->sender);
  auto message = decode_client_to_daemon(frames[1]);
  Bytes body = frames[1];
  if (message && hide_typed(message->message, echo)) body = encode(*message).value_or(Bytes{});
  return fmt::format("client {}: {}", id, describe(Root::client_to_daemon, body, text_max));
}

}  // namespace drydock::moor::client
