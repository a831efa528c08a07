#include "reference/moor/enrollment/token_holder.hpp"

#include <algorithm>
#include <utility>

#include "reference/moor/enrollment/token_times.hpp"

namespace drydock::moor::enrollment {

TokenHolder::TokenHolder(Settings settings, EnrollmentClient& client, WallClock const& clock,
                         Rng rng)
    : settings_(settings), client_(client), clock_(clock), rng_(rng) {}

void TokenHolder::begin(VirtualTime now, Outbox& out) { take(now, out); }

bool TokenHolder::concerns(Input const& input) {
  auto const* fired = std::get_if<TimerFired>(&input);
  return (fired != nullptr && fired->timer == look_timer) || EnrollmentClient::concerns(input);
}

void TokenHolder::step(VirtualTime now, Input const& input, Outbox& out) {
  auto const* fired = std::get_if<TimerFired>(&input);
  if (fired != nullptr && fired->timer == look_timer) {
    look(now, out);
    watch(now, out);
    return;
  }
  bool const was_asking = client_.asking();
  client_.step(now, input, out);
  if (was_asking && !client_.asking() && !client_.failure()) take(now, out);
}

void TokenHolder::look(VirtualTime now, Outbox& out) {
  if (!due_ || client_.asking() || client_.failure()) return;
  if (now >= due_->at || clock_.wall_time(now) >= due_->wall) renew(now, out);
}

void TokenHolder::on_refused(VirtualTime now, Outbox& out) {
  if (settings_.never_renews || client_.asking() || client_.failure()) return;
  renew(now, out);
}

void TokenHolder::take(VirtualTime now, Outbox& out) {
  ++answers_;
  token_ = client_.service_token();
  due_.reset();
  if (!token_) {
    out.emplace_back(Log{LogLevel::info, "the daemon gives no service token"});
    return;
  }
  out.emplace_back(
      Log{LogLevel::info, answers_ == 1 ? "service token received" : "service token renewed"});
  if (settings_.logs_token) out.emplace_back(Log{LogLevel::info, "service token: " + *token_});
  Duration const after = due_after();
  if (settings_.never_renews) return;
  due_ = {client_.asked().at + after, client_.asked().wall + after};
  watch(now, out);
}

Duration TokenHolder::due_after() {
  auto const times = times_of(*token_, client_.asked().wall);
  lifetime_ = times ? times->lifetime : settings_.lifetime_unless_said;
  if (!times) return lifetime_ / 2;
  if (settings_.renews_too_late) return times->left + lifetime_ / 10;
  auto const jitter = rng_.below(static_cast<std::uint64_t>((lifetime_ / 6).count()) + 1);
  Duration const after = times->left - lifetime_ / 3 - Duration{static_cast<std::int64_t>(jitter)};
  // A clock that is far ahead must not have us renew without a pause.
  return std::max(after, lifetime_ / 10);
}

void TokenHolder::renew(VirtualTime now, Outbox& out) {
  Duration const patience = std::max(settings_.attempt_min, lifetime_ / 10);
  client_.ask_again(now, token_, std::min(settings_.attempt_max, patience), out);
}

void TokenHolder::watch(VirtualTime now, Outbox& out) const {
  if (!due_) return;
  VirtualTime const next = now + settings_.look_period;
  out.emplace_back(SetTimer{look_timer, due_->at > now ? std::min(next, due_->at) : next});
}

}  // namespace drydock::moor::enrollment
