#include "reference/moor/host/session.hpp"

#include <utility>

namespace drydock::moor::host {
namespace {

constexpr std::size_t requests_max = 1000;
constexpr std::size_t pongs_max = 4;

bool is_true(Var const& value) {
  if (auto const* boolean = value.as<bool>()) return *boolean;
  if (auto const* integer = value.as<std::int64_t>()) return *integer != 0;
  return false;
}

}  // namespace

// Liveness.

void Session::on_ping(VirtualTime now, std::uint64_t wall, Outbox& out) {
  now_ = now;
  if (state_ != State::connected || leaving_ || pongs_.size() >= pongs_max) return;
  if (!logged_in() && has(Defect::silent_clients)) return;
  auto& pong = std::get<ClientPong>(host_.pong);
  pong.client_token = *credentials_.client;
  pong.client_sys_time = wall;
  pong.player = player_ ? *player_ : connection_.value_or(ObjId{});
  pong.host_type = host_.settings.type;
  pong.socket_addr = arrival_.peer_address;
  auto const id = post(now, Purpose::greeting, Urgency::liveness, host_.pong, out);
  if (id) pongs_.push_back({*id, client_tokens_});
}

void Session::on_pong_answered(VirtualTime now, Pong const& pong, Answered const& answered,
                               Outbox& out) {
  auto const* error = answered.error();
  if (error == nullptr) return;
  if (error->error_code == RpcMessageErrorCode::no_connection) return on_forgotten(now, out);
  out.emplace_back(Log{LogLevel::warning, "the daemon refuses the pong of a connection"});
  bool const for_good = error->error_code == RpcMessageErrorCode::permission_denied &&
                        pong.token == client_tokens_ && strict();
  if (for_good) leave(now, EndReason::refused, out);
}

// Events.

void Session::on_event(VirtualTime now, ClientEventUnion const& event, Outbox& out) {
  now_ = now;
  if (leaving_ || ended()) return;
  std::visit([&](auto const& one) { on(now, one, out); }, event);
}

void Session::on(VirtualTime now, NarrativeEventMessage const& event, Outbox& out) {
  show(now, event.event);
  auto const* notify = std::get_if<NotifyEvent>(&event.event.event);
  bool const odd = notify != nullptr && notify->value.as<std::string>() == nullptr;
  if (odd && has(Defect::closes_on_odd_value)) leave(now, EndReason::refused, out);
}

void Session::on(VirtualTime now, RequestInputEvent const& event, Outbox& out) {
  if (requests_.size() >= requests_max) {
    out.emplace_back(Log{LogLevel::warning, "too many input requests wait; one is dropped"});
    return;
  }
  requests_.push_back(event);
  show(now, event);
  go_on(now, out);
}

void Session::on(VirtualTime now, SystemMessageEvent const& event, Outbox&) { show(now, event); }

void Session::on(VirtualTime now, DisconnectEvent const&, Outbox& out) {
  leave(now, EndReason::booted, out);
}

void Session::on(VirtualTime now, PlayerSwitchedEvent const& event, Outbox& out) {
  bool const was_logged_in = logged_in();
  bool const same = player_ == event.new_player;
  player_ = event.new_player;
  switched_while_asking_ = true;
  other_login_.reset();
  if (!was_logged_in || !has(Defect::keeps_old_token)) credentials_.auth = event.new_auth_token;
  if (!was_logged_in) {
    show(now, LoggedIn{event.new_player, ConnectType::connected});
  } else if (!same) {
    show(now, Switched{event.new_player});
  }
  on_fresh_token(now, out);
}

void Session::on(VirtualTime now, CredentialsUpdatedEvent const& event, Outbox& out) {
  if (event.client_id != client_id_ || state_ != State::connected) return;
  take_client_token(event.client_token);
  on_fresh_token(now, out);
}

void Session::take_client_token(std::optional<ClientToken> const& token) {
  if (token != credentials_.client) ++client_tokens_;
  credentials_.client = token;
}

void Session::on_fresh_token(VirtualTime now, Outbox& out) {
  if (stale_) {
    cancel(token_timer, out);
    auto const stale = std::exchange(stale_, nullptr);
    ask_again(now, std::move(stale->asked), out);
  }
  go_on(now, out);
}

/// Whatever its object: an attached connection does not know its own (HQ-27).
void Session::on(VirtualTime now, SetConnectionOptionEvent const& event, Outbox& out) {
  if (event.option_name.text == "hold-input") {
    hold_input_ = is_true(event.value);
  } else if (event.option_name.text == "disable-oob") {
    reader_.set_out_of_band(!is_true(event.value));
  } else if (event.option_name.text == "flush-command") {
    auto const* text = event.value.as<std::string>();
    flush_command_ = text == nullptr ? std::string{} : *text;
  }
  show(now, event);
  go_on(now, out);
}

template <class TaskEvent>
void Session::on(VirtualTime now, TaskEvent const& event, Outbox& out) {
  if (auto const shown = tasks_.on_event(event)) show_task_event(*shown, out);
  go_on(now, out);
}

void Session::show_task_event(ShownEvent const& event, Outbox& out) {
  show(now_, event);
  if (tasks_.waiting()) return;
  cancel(task_timer, out);
  bool const end = !std::holds_alternative<TaskSuspendedEvent>(event);
  if (end && !suffix_.empty()) show(now_, HostLine{suffix_});
}

void Session::on_timer(VirtualTime now, std::string_view name, Outbox& out) {
  now_ = now;
  if (ended()) return;
  if (name == settle_timer) {
    if (state_ == State::subscribing && host_.ears.connected()) connect(now, out);
  } else if (name == retry_timer) {
    if (state_ != State::subscribing) return;
    take_new_client_id(out);
    begin(now, out);
  } else if (name == task_timer && !requests_.empty()) {
    // It waits for its person, and lines are answers meanwhile.
    out.emplace_back(SetTimer{timer(task_timer, user_), now + host_.settings.task_wait_max});
  } else if (name == task_timer) {
    if (auto const given_up = tasks_.give_up()) {
      show(now, *given_up);
      if (!suffix_.empty()) show(now, HostLine{suffix_});
    }
    go_on(now, out);
  } else if (name == token_timer && stale_) {
    auto const refused = std::exchange(stale_, nullptr);
    on_refused(now, refused->asked, refused->error, out);
    go_on(now, out);
  } else if (name == leave_timer) {
    detach(now, out);
  }
}

}  // namespace drydock::moor::host
