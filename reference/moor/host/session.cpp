#include "reference/moor/host/session.hpp"

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::moor::host {

Session::Session(Host host, UserId user, Arrival arrival)
    : host_(host),
      user_(user),
      arrival_(std::move(arrival)),
      client_id_(Uuid::random(host.rng)),
      tasks_(host.settings),
      next_delay_(host.settings.retry_min) {
  reader_.set_evaluates(host.settings.evaluates);
}

TimerId Session::timer(std::string_view name, UserId user) {
  Uuid about;
  for (std::size_t at = 0; at < 8; ++at) {
    about.bytes[8 + at] = static_cast<std::uint8_t>(user.value() >> (8 * (7 - at)));
  }
  return {name, about};
}

std::optional<UserId> Session::user_of(TimerId const& timer) {
  std::uint64_t number = 0;
  for (std::size_t at = 8; at < 16; ++at) number = number << 8 | timer.about.bytes[at];
  if (number == 0) return std::nullopt;
  return UserId{number};
}

void Session::check_invariants() const {
  ENSURE(state_ != State::connecting || asked_);
  ENSURE(!stale_ || !(stale_->asked.purpose == Purpose::answer ? answering_ : asked_));
  ENSURE(state_ != State::connected || credentials_.client);
}

/// Nothing to whoever is leaving: the end is the last thing that is shown.
void Session::show(VirtualTime now, ShownEvent event) {
  if (leaving_) return;
  host_.shown.push_back({user_, now, std::move(event)});
}

void Session::cancel(std::string_view name, Outbox& out) {
  out.emplace_back(CancelTimer{timer(name, user_)});
}

// Connecting.

void Session::begin(VirtualTime now, Outbox& out) {
  now_ = now;
  state_ = State::subscribing;
  if (has(Defect::subscribes_late)) return connect(now, out);
  host_.ears.subscribe(topic(), out);
  if (host_.ears.connected()) on_events_up(now, out);
}

void Session::on_events_up(VirtualTime now, Outbox& out) {
  if (state_ != State::subscribing) return;
  out.emplace_back(SetTimer{timer(settle_timer, user_), now + host_.settings.subscription_settles});
}

void Session::on_events_down(Outbox& out) { cancel(settle_timer, out); }

void Session::on_events_live(VirtualTime now, Outbox& out) {
  now_ = now;
  go_on(now, out);
}

void Session::take_new_client_id(Outbox& out) {
  host_.ears.unsubscribe(topic(), out);
  client_id_ = Uuid::random(host_.rng);
}

void Session::connect(VirtualTime now, Outbox& out) {
  state_ = State::connecting;
  if (credentials_.auth) {
    ask(now, Purpose::attach,
        Attach{*credentials_.auth, ConnectType::reconnected, arrival_.handler_object,
               arrival_.peer_address, arrival_.local_port, arrival_.remote_port,
               arrival_.content_types},
        out);
  } else {
    ask(now, Purpose::connect,
        ConnectionEstablish{arrival_.peer_address, arrival_.local_port, arrival_.remote_port,
                            arrival_.content_types, arrival_.attributes},
        out);
  }
  if (!asked_) leave(now, EndReason::refused, out);
}

/// Under another client id: nobody knows whether the daemon took the request, and a second one for
/// the same id would be refused, or make a second connection of it (HQ-22).
void Session::connect_later(VirtualTime now, Outbox& out) {
  state_ = State::subscribing;
  auto const jitter = host_.rng.below(static_cast<std::uint64_t>(next_delay_.count()) + 1);
  VirtualTime const at = now + next_delay_ + Duration{static_cast<std::int64_t>(jitter)};
  next_delay_ = std::min(host_.settings.retry_max, next_delay_ * 2);
  out.emplace_back(SetTimer{timer(retry_timer, user_), at});
}

void Session::attach_anew(VirtualTime now, Outbox& out) {
  take_client_token(std::nullopt);
  connection_.reset();
  tasks_.forget_all();
  requests_.clear();
  reader_.forget();
  other_login_.reset();
  pongs_.clear();
  cancel(task_timer, out);
  take_new_client_id(out);
  begin(now, out);
}

// The end.

void Session::leave(VirtualTime now, EndReason reason, Outbox& out) {
  now_ = now;
  if (leaving_ || ended()) return;
  show(now, Ended{reason});
  leaving_ = reason;
  waiting_.clear();
  for (auto const name : {settle_timer, retry_timer, task_timer, token_timer}) cancel(name, out);
  stale_.reset();
  if ((!asked_ && !answering_) || reason == EndReason::booted) return detach(now, out);
  out.emplace_back(SetTimer{timer(leave_timer, user_), now + host_.settings.leave_grace});
}

/// At most once, and only where the daemon knows of the connection (H-29).
void Session::detach(VirtualTime now, Outbox& out) {
  if (state_ == State::detaching || ended()) return;
  if (!credentials_.client || std::exchange(detached_, true) || has(Defect::no_detach)) {
    return end(out);
  }
  state_ = State::detaching;
  detach_ = post(now, Purpose::detach, Urgency::liveness, Detach{*credentials_.client, true}, out);
  if (!detach_) end(out);
}

void Session::end(Outbox& out) {
  for (auto* slot : {&asked_, &answering_}) {
    if (*slot) host_.exchanges.forget((*slot)->id);
    slot->reset();
  }
  for (Pong const& pong : pongs_) host_.exchanges.forget(pong.id);
  state_ = State::ended;
  cancel(leave_timer, out);
  host_.ears.unsubscribe(topic(), out);
}

}  // namespace drydock::moor::host
