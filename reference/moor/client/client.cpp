#include "reference/moor/client/client.hpp"

#include <fmt/format.h>

#include <utility>

#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moor::client {
namespace {

constexpr SocketName rpc_socket = "rpc";
/// Apart from the others, since a failure does not say what it answers.
constexpr SocketName pong_socket = "pongs";
constexpr TimerId patience{"patience"};
constexpr std::int64_t frame_bytes_max = std::int64_t{64} << 20;

/// A line for people; absent for what shows nothing.
std::optional<std::string> line_of(Event const& event) {
  if (auto const* notify = std::get_if<NotifyEvent>(&event)) {
    auto const* text = notify->value.as<std::string>();
    return text != nullptr ? *text : to_literal(notify->value);
  }
  auto const* trace = std::get_if<TracebackEvent>(&event);
  if (trace == nullptr) return std::nullopt;
  std::string lines;
  for (Var const& line : trace->exception.backtrace) {
    auto const* text = line.as<std::string>();
    lines += (lines.empty() ? "" : "\n") + (text != nullptr ? *text : to_literal(line));
  }
  return lines;
}

}  // namespace

Client::Client(Settings settings, Rng rng)
    : settings_(std::move(settings)), id_([&rng] {
        Rng ids = rng.fork("client");
        return Uuid::random(ids);
      }()) {}

void Client::step(VirtualTime now, Input const& input, Outbox& out) {
  if (ended_) return;
  if (std::holds_alternative<Started>(input)) {
    start(now, out);
  } else if (auto const* up = std::get_if<PeerUp>(&input)) {
    on_up(now, up->peer.socket, out);
  } else if (auto const* down = std::get_if<PeerDown>(&input)) {
    on_down(*down, out);
  } else if (auto const* received = std::get_if<Received>(&input)) {
    if (received->from.socket == rpc_socket) on_reply(now, received->frames, out);
    if (received->from.socket == pong_socket) on_pong_answered(received->frames, out);
    if (received->from.socket == events_socket) on_event(now, received->frames, out);
  } else if (std::holds_alternative<TimerFired>(input)) {
    on_timer(now, out);
  } else if (std::holds_alternative<StopRequested>(input)) {
    leave(now, NoAnswer{"it was told to stop"}, out);
  }
}

void Client::start(VirtualTime now, Outbox& out) {
  auto const security = [this](std::string const& address) -> Security {
    if (settings_.curve && address.starts_with("tcp://")) return *settings_.curve;
    return Plain{};
  };
  for (SocketName const name : {rpc_socket, pong_socket}) {
    SocketSpec rpc;
    rpc.type = SocketType::dealer;
    rpc.connect = {settings_.rpc_address};
    rpc.linger = std::chrono::seconds{1};  // The last word of who is told to stop.
    rpc.frame_bytes_max = frame_bytes_max;
    rpc.security = security(settings_.rpc_address);
    out.emplace_back(OpenSocket{name, std::move(rpc)});
  }
  SocketSpec events;
  events.type = SocketType::sub;
  events.connect = {settings_.events_address};
  events.frame_bytes_max = frame_bytes_max;
  events.subscriptions = {std::string(drydock::text_of(ByteView{id_.bytes})),
                          std::string(broadcast_topic)};
  events.security = security(settings_.events_address);
  out.emplace_back(OpenSocket{events_socket, std::move(events)});
  out.emplace_back(SetTimer{patience, now + settings_.daemon_wait_max});
}

void Client::on_down(PeerDown const& down, Outbox& out) {
  if (down.refused) {
    auto const& address =
        down.peer.socket == events_socket ? settings_.events_address : settings_.rpc_address;
    end(NoAnswer{fmt::format("the daemon at {} refuses our key", address)}, out);
  } else if (down.peer.socket == rpc_socket && state_ != State::connecting) {
    end(outcome_.value_or(NoAnswer{"the daemon went away"}), out);
  }
}

void Client::on_up(VirtualTime, SocketName socket, Outbox& out) {
  if (socket == pong_socket) return;
  (socket == rpc_socket ? rpc_up_ : events_up_) = true;
  if (state_ != State::connecting || !rpc_up_ || !events_up_) return;
  state_ = State::establishing;
  ConnectionEstablish establish;
  establish.peer_addr = "localhost";
  send(rpc_socket, std::move(establish), out);
}

void Client::send(SocketName socket, HostClientToDaemonMessageUnion message, Outbox& out) {
  auto frames = request_frames(id_, HostClientToDaemonMessage{std::move(message)});
  if (!frames) return end(NoAnswer{frames.error().message}, out);
  frames->insert(frames->begin(), Frame{});  // As a REQ would.
  out.emplace_back(Send{{socket}, *std::move(frames)});
}

void Client::on_reply(VirtualTime now, Frames const& frames, Outbox& out) {
  auto const reply =
      frames.size() == 2 && frames[0].empty()
          ? decode_reply_result(frames[1])
          : tl::unexpected(DecodeError{DecodeError::Stage::unopenable, "", 0, "not two frames"});
  if (!reply) return end(NoAnswer{"the daemon's reply: " + reply.error().text()}, out);
  if (auto const* failure = std::get_if<Failure>(&reply->result)) {
    return on_failure(now, failure->error, out);
  }
  auto const* success = std::get_if<ClientSuccess>(&reply->result);
  if (success == nullptr) return end(NoAnswer{"the daemon answers as if to a host"}, out);
  std::visit([&](auto const& one) { on(now, one, out); }, success->reply);
}

void Client::on_failure(VirtualTime now, RpcMessageError const& error, Outbox& out) {
  if (state_ == State::detaching) return end(*std::exchange(outcome_, std::nullopt), out);
  if (state_ != State::evaluating) {
    return leave(
        now, NoAnswer{"the daemon refuses: " + error.message.value_or("a task of its own failed")},
        out);
  }
  bool const first = evaluated_with_.has_value();
  if (error.error_code != RpcMessageErrorCode::permission_denied || !first) {
    return leave(now, error, out);
  }
  refusal_ = error;
  state_ = State::refused;
  if (evaluated_with_ != std::pair{token_, auth_}) return on_fresh_token(now, out);
  out.emplace_back(SetTimer{patience, now + settings_.fresh_token_wait});
}

/// Once, and no more (ST-06).
void Client::on_fresh_token(VirtualTime now, Outbox& out) {
  if (state_ != State::refused) return;
  evaluate(now, out);
  evaluated_with_.reset();
}

void Client::on_pong_answered(Frames const& frames, Outbox& out) {
  auto const reply = decode_reply_result(frames.empty() ? ByteView{} : ByteView{frames.back()});
  auto const* failure = reply ? std::get_if<Failure>(&reply->result) : nullptr;
  bool const forgotten =
      failure != nullptr && failure->error.error_code == RpcMessageErrorCode::no_connection;
  if (!forgotten || state_ == State::detaching) return;
  end(NoAnswer{"the daemon has forgotten the connection"}, out);
}

void Client::on(VirtualTime, NewConnection const& reply, Outbox& out) {
  if (state_ != State::establishing) return;
  state_ = State::logging_in;
  token_ = reply.client_token;
  LoginCommand login;
  login.client_token = token_;
  login.handler_object = ObjId{0};
  login.connect_args = settings_.login;
  send(rpc_socket, std::move(login), out);
}

void Client::on(VirtualTime now, LoginResult const& reply, Outbox& out) {
  if (state_ != State::logging_in) return;
  if (!reply.success || !reply.auth_token) {
    std::string words;
    for (std::string const& line : said_) words += ": " + line;
    return leave(now, NoAnswer{"the daemon does not let us in" + words}, out);
  }
  auth_ = *reply.auth_token;
  if (reply.player) player_ = *reply.player;
  evaluate(now, out);
  evaluated_with_ = {token_, auth_};
}

void Client::evaluate(VirtualTime now, Outbox& out) {
  state_ = State::evaluating;
  if (settings_.answer_wait_max) {
    out.emplace_back(SetTimer{patience, now + *settings_.answer_wait_max});
  } else {
    out.emplace_back(CancelTimer{patience});
  }
  send(rpc_socket, Eval{token_, auth_, settings_.program}, out);
}

void Client::on(VirtualTime now, EvalResult const& reply, Outbox& out) {
  if (state_ == State::evaluating) leave(now, reply.result, out);
}

void Client::on(VirtualTime, Disconnected const&, Outbox& out) {
  if (state_ == State::detaching) end(*std::exchange(outcome_, std::nullopt), out);
}

void Client::on_event(VirtualTime now, Frames const& frames, Outbox& out) {
  if (frames.size() != 2) return;
  if (topic_of(frames[0]) == EventTopic::broadcast) return pong(out);
  if (frames[0] != id_.to_bytes()) return;
  auto const event = decode_client_event(frames[1]);
  if (!event) return;
  if (auto const* said = std::get_if<NarrativeEventMessage>(&event->event)) {
    if (auto line = line_of(said->event.event)) said_.push_back(*std::move(line));
  } else if (auto const* message = std::get_if<SystemMessageEvent>(&event->event)) {
    said_.push_back(message->message);
  } else if (auto const* switched = std::get_if<PlayerSwitchedEvent>(&event->event)) {
    auth_ = switched->new_auth_token;
    player_ = switched->new_player;
    on_fresh_token(now, out);
  } else if (auto const* renewed = std::get_if<CredentialsUpdatedEvent>(&event->event)) {
    token_ = renewed->client_token;
    on_fresh_token(now, out);
  } else if (std::holds_alternative<DisconnectEvent>(event->event)) {
    end(outcome_.value_or(NoAnswer{"the daemon ended the connection"}), out);
  }
}

void Client::pong(Outbox& out) {
  if (state_ == State::connecting || state_ == State::establishing) return;
  if (state_ == State::detaching) return;
  ClientPong pong;
  pong.client_token = token_;
  pong.player = player_;
  pong.host_type = HostType::tcp;
  pong.socket_addr = "127.0.0.1:0";
  send(pong_socket, std::move(pong), out);
}

void Client::on_timer(VirtualTime now, Outbox& out) {
  if (state_ == State::refused) return leave(now, std::exchange(refusal_, {}), out);
  if (state_ == State::detaching) return end(*std::exchange(outcome_, std::nullopt), out);
  std::string reason = "the daemon does not answer in time";
  if (state_ == State::connecting) {
    reason = fmt::format("there is no daemon at {}",
                         rpc_up_ ? settings_.events_address : settings_.rpc_address);
  }
  end(NoAnswer{std::move(reason)}, out);
}

void Client::leave(VirtualTime now, Outcome outcome, Outbox& out) {
  if (state_ == State::connecting || state_ == State::establishing || state_ == State::detaching)
    return end(outcome_.value_or(std::move(outcome)), out);
  state_ = State::detaching;
  outcome_ = std::move(outcome);
  out.emplace_back(SetTimer{patience, now + settings_.detach_wait_max});
  send(rpc_socket, Detach{token_, true}, out);
}

void Client::end(Outcome outcome, Outbox& out) {
  ended_ = true;
  outcome_ = std::move(outcome);
  out.emplace_back(Exit{0, "settled"});
}

}  // namespace drydock::moor::client
