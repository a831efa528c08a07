#include "reference/moor/host/session.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace drydock::moor::host {
namespace {

/// Whether doing it twice is as good as once. Source: hosts 3.3, "Repeats".
bool may_be_repeated(Purpose purpose) {
  return purpose == Purpose::attribute || purpose == Purpose::program;
}

bool carries_both_tokens(HostClientToDaemonMessageUnion const& message) {
  Credentials const carried = credentials_in(message);
  return carried.client && carried.auth;
}

}  // namespace

void Session::on_answered(VirtualTime now, Answered const& answered, Outbox& out) {
  now_ = now;
  if (detach_ == answered.id) return end(out);  // Whatever the answer: the connection is over.
  auto const pong = std::ranges::find(pongs_, answered.id, &Pong::id);
  if (pong != pongs_.end()) {
    Pong const ended = *pong;
    pongs_.erase(pong);
    return on_pong_answered(now, ended, answered, out);
  }
  for (auto* slot : {&asked_, &answering_}) {
    if (!*slot || (*slot)->id != answered.id) continue;
    auto const asked = std::exchange(*slot, nullptr);
    on_asked_answered(now, *asked, answered, out);
    break;
  }
  bool const done = !asked_ && !answering_ && state_ != State::detaching;
  if (leaving_ && done) detach(now, out);
  go_on(now, out);
}

void Session::on_asked_answered(VirtualTime now, Asked const& asked, Answered const& answered,
                                Outbox& out) {
  DaemonToClientReply const* reply = answered.to_client();
  if (makes_a_task(asked.purpose) &&
      (reply == nullptr || !std::holds_alternative<TaskSubmitted>(*reply))) {
    tasks_.expect_no_more();
  }
  if (reply != nullptr) {
    if (credentials_in(asked.message).auth) other_login_.reset();
    on_reply(now, asked, *reply, out);
  } else if (auto const* error = answered.error()) {
    on_failure(now, asked, *error, out);
  } else {
    on_no_reply(now, asked, answered.sent, out);
  }
}

void Session::on_reply(VirtualTime now, Asked const& asked, DaemonToClientReply const& reply,
                       Outbox& out) {
  if (auto const* made = std::get_if<NewConnection>(&reply))
    return on_new_connection(now, *made, out);
  if (auto const* attached = std::get_if<AttachResult>(&reply))
    return on_attached(now, *attached, out);
  if (state_ == State::connecting) {
    return on_failure(now, asked, {RpcMessageErrorCode::internal_error, "unexpected reply", {}},
                      out);
  }
  if (asked.purpose == Purpose::greeting) return;
  if (auto const* login = std::get_if<LoginResult>(&reply)) return on_login(*login, out);
  if (auto const* task = std::get_if<TaskSubmitted>(&reply))
    return on_submitted(now, asked, *task, out);
  if (auto const* result = std::get_if<EvalResult>(&reply)) return show(now, *result);
  if (auto const* programmed = std::get_if<VerbProgramResponseReply>(&reply)) {
    return show(now, *programmed);
  }
  bool const thanks = std::holds_alternative<InputThanks>(reply) ||
                      std::holds_alternative<ClientAttributeSet>(reply);
  if (!thanks) out.emplace_back(Log{LogLevel::warning, "an unexpected reply"});
}

void Session::on_new_connection(VirtualTime now, NewConnection const& reply, Outbox& out) {
  if (state_ != State::connecting) return;
  state_ = State::connected;
  next_delay_ = host_.settings.retry_min;
  take_client_token(reply.client_token);
  connection_ = reply.connection_obj;
  if (leaving_) return;
  if (has(Defect::subscribes_late)) {
    host_.ears.subscribe(topic(), out);
  }
  show(now, Connected{client_id_, connection_});
  ask(now, Purpose::greeting,
      LoginCommand{*credentials_.client, arrival_.handler_object, {}, false}, out);
}

void Session::on_attached(VirtualTime now, AttachResult const& reply, Outbox& out) {
  if (state_ != State::connecting) return;
  if (!reply.success || !reply.client_token) return leave(now, EndReason::refused, out);
  state_ = State::connected;
  next_delay_ = host_.settings.retry_min;
  take_client_token(reply.client_token);
  if (reply.player) player_ = reply.player;
  if (leaving_) return;
  show(now, Connected{client_id_, std::nullopt});
  show(now, LoggedIn{player_.value_or(ObjId{}), ConnectType::reconnected});
  // An attached connection has none of its attributes.
  for (auto attribute = arrival_.attributes.rbegin(); attribute != arrival_.attributes.rend();
       ++attribute) {
    waiting_.emplace_front(SetAttribute{attribute->key, attribute->value});
  }
}

void Session::on_login(LoginResult const& reply, Outbox& out) {
  if (!reply.success || !reply.auth_token || !reply.player) {
    if (!logged_in()) show(now_, LoginRefused{});
    return;
  }
  // A switch during the login may be newer than its reply; until a request shows it, it is.
  if (switched_while_asking_) {
    other_login_ = std::make_unique<Login>(Login{*reply.auth_token, *reply.player});
  } else {
    credentials_.auth = reply.auth_token;
    player_ = reply.player;
  }
  show(now_, LoggedIn{*player_, reply.connect_type});
  std::ignore = out;
}

/// Whether the login was newer than the switch after all, as the refusal of a request shows.
bool Session::take_other_login(VirtualTime now, Asked const& asked) {
  auto const used = credentials_in(asked.message).auth;
  if (!other_login_ || !used || used != credentials_.auth) return false;
  credentials_.auth = other_login_->auth;
  player_ = other_login_->player;
  other_login_.reset();
  show(now, Switched{*player_});
  return true;
}

void Session::on_submitted(VirtualTime now, Asked const& asked, TaskSubmitted const& reply,
                           Outbox& out) {
  if (!makes_a_task(asked.purpose)) return;  // Nobody waits for the others (H-15, HQ-40).
  show(now, TaskStarted{reply.task_id});
  for (ShownEvent const& event : tasks_.on_submitted(reply.task_id)) show_task_event(event, out);
  if (tasks_.waiting()) {
    out.emplace_back(SetTimer{timer(task_timer, user_), now + host_.settings.task_wait_max});
  }
}

void Session::on_failure(VirtualTime now, Asked const& asked, RpcMessageError const& error,
                         Outbox& out) {
  if (leaving_) return;
  if (error.error_code == RpcMessageErrorCode::no_connection && state_ == State::connected) {
    if (asked.purpose != Purpose::greeting) show(now, Refused{asked.purpose, error});
    return on_forgotten(now, out);
  }
  bool const stale = error.error_code == RpcMessageErrorCode::permission_denied && !asked.again &&
                     state_ == State::connected;
  if (stale) {
    Credentials const used = credentials_in(asked.message);
    bool const newer = (used.client && used.client != credentials_.client) ||
                       (used.auth && used.auth != credentials_.auth);
    if (newer || take_other_login(now, asked)) return ask_again(now, asked, out);
    // Replies and events have no order (hosts 5.1): newer ones may be on their way.
    if (!stale_ && (strict() || carries_both_tokens(asked.message))) {
      stale_ = std::make_unique<RefusedAsked>(RefusedAsked{asked, error});
      out.emplace_back(SetTimer{timer(token_timer, user_), now + host_.settings.fresh_token_wait});
      return;
    }
  }
  on_refused(now, asked, error, out);
}

void Session::on_refused(VirtualTime now, Asked const& asked, RpcMessageError const& error,
                         Outbox& out) {
  switch (asked.purpose) {
    case Purpose::greeting:
      return;
    case Purpose::login:
      show(now, LoginRefused{error});
      if (has(Defect::closes_on_refused_login)) leave(now, EndReason::refused, out);
      return;
    case Purpose::connect:
    case Purpose::attach:
      if (error.error_code == RpcMessageErrorCode::already_connected) {
        return connect_later(now, out);
      }
      show(now, Refused{asked.purpose, error});
      return leave(now, EndReason::refused, out);
    default: {
      bool const typed = asked.purpose == Purpose::eval && typed_program_;
      show(now, Refused{asked.purpose, typed ? typed_program_->as_typed(error) : error});
      if (!suffix_.empty() && asked.purpose == Purpose::command) show(now, HostLine{suffix_});
    }
  }
  bool const credentials_are_bad = error.error_code == RpcMessageErrorCode::permission_denied &&
                                   carries_both_tokens(asked.message);
  if (!credentials_are_bad) return;
  if (strict()) return leave(now, EndReason::refused, out);
  log_out(now);
}

/// The connection is another player's, and the event or the reply that said so was lost. It stays,
/// since a login is all that it needs; to attach anew with the old token would undo a switch.
void Session::log_out(VirtualTime now) {
  if (!logged_in() || has(Defect::keeps_old_token)) return;
  credentials_.auth.reset();
  player_.reset();
  other_login_.reset();
  requests_.clear();
  reader_.forget();
  auto const lost = std::erase_if(
      waiting_, [](Action const& action) { return !std::holds_alternative<LogIn>(action); });
  show(now, LoggedOut{lost});
}

void Session::on_no_reply(VirtualTime now, Asked const& asked, bool sent, Outbox& out) {
  if (leaving_) return;
  if (state_ == State::connecting) {
    if (has(Defect::blind_retry)) return ask_again(now, asked, out);
    show(now, Unanswered{asked.purpose, sent});
    return connect_later(now, out);
  }
  bool const repeat = !sent || may_be_repeated(asked.purpose) || has(Defect::blind_retry);
  if (repeat && !asked.again) return ask_again(now, asked, out);
  if (asked.purpose == Purpose::greeting) return;
  show(now, Unanswered{asked.purpose, sent});
  if (!suffix_.empty() && asked.purpose == Purpose::command) show(now, HostLine{suffix_});
}

/// The daemon knows the connection no more (H-30).
void Session::on_forgotten(VirtualTime now, Outbox& out) {
  if (leaving_ || state_ != State::connected) return;
  if (!logged_in() || !host_.settings.attaches_again) {
    return leave(now, EndReason::forgotten, out);
  }
  for (auto* slot : {&asked_, &answering_}) {
    if (!*slot) continue;
    host_.exchanges.forget((*slot)->id);
    show(now, Unanswered{(*slot)->purpose, true});
    slot->reset();
  }
  if (stale_) {
    cancel(token_timer, out);
    show(now, Refused{stale_->asked.purpose, stale_->error});
    stale_.reset();
  }
  attach_anew(now, out);
}

}  // namespace drydock::moor::host
