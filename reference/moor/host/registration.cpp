#include "reference/moor/host/registration.hpp"

#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/host_frames.hpp"

namespace drydock::moor::host {

Registration::Registration(Settings const& settings, Exchanges& exchanges, WallClock const& clock,
                           Uuid id, Rng rng)
    : settings_(settings),
      exchanges_(exchanges),
      clock_(clock),
      id_(id),
      backoff_(settings.retry_min, settings.retry_max, rng) {}

std::uint64_t Registration::wall(VirtualTime now) const {
  WallTime const time = clock_.wall_time(now);
  return static_cast<std::uint64_t>(time.unix_seconds()) * 1'000'000'000 + time.nanosecond();
}

HostType Registration::told_type() const {
  if (!settings_.has(Defect::registers_as_other_type)) return settings_.type;
  return settings_.type == HostType::tcp ? HostType::web_socket : HostType::tcp;
}

void Registration::post(VirtualTime now, HostToDaemonMessageUnion const& message,
                        std::optional<ExchangeId>& slot, Outbox& out) {
  Result<Frames> frames = request_frames(id_, message, token_);
  ENSURE(frames.has_value());  // Numbers, and addresses of ours.
  slot = exchanges_.post(now, host_owner, Urgency::host, *std::move(frames), out);
}

void Registration::begin(VirtualTime now, std::vector<Listener> listeners, Outbox& out) {
  begun_ = true;
  if (registered_ || registering_) return;
  post(now, RegisterHost{id_, wall(now), told_type(), std::move(listeners)}, registering_, out);
}

void Registration::pong(VirtualTime now, std::vector<Listener> listeners, Outbox& out) {
  // A ping that comes first registers us just as well, but what is not begun is not ready yet.
  if (!begun_ || detaching_) return;
  if (settings_.has(Defect::waits_for_ever) && !pongs_.empty()) return;
  std::optional<ExchangeId> id;
  post(now, HostPong{id_, wall(now), told_type(), std::move(listeners)}, id, out);
  pongs_.insert(*id);
}

void Registration::detach(VirtualTime now, Outbox& out) {
  if (detaching_) return;
  post(now, DetachHost{id_}, detaching_, out);
}

Registration::News Registration::on_answered(VirtualTime now, Answered const& answered,
                                             Outbox& out) {
  if (detaching_ == answered.id) return News::detached;
  if (registering_ == answered.id) return on_registered(now, answered, out);
  if (pongs_.erase(answered.id) != 0) on_ponged(answered, out);
  return rejection_.empty() ? News::none : News::rejected;
}

Registration::News Registration::on_registered(VirtualTime now, Answered const& answered,
                                               Outbox& out) {
  registering_.reset();
  if (auto const* error = answered.error()) {
    note_refusal(*error, out);
  } else if (auto const* reply = answered.to_host()) {
    if (auto const* rejected = std::get_if<DaemonToHostReject>(reply)) {
      rejection_ = "the daemon rejects this host: " + rejected->reason;
      return News::rejected;
    }
    registered_ = std::holds_alternative<DaemonToHostAck>(*reply);
  }
  if (registered_) {
    backoff_.reset();
    out.emplace_back(Log{LogLevel::info, "registered as " + id_.text()});
    return News::registered;
  }
  out.emplace_back(Log{LogLevel::warning, "not registered; trying again"});
  out.emplace_back(SetTimer{retry, now + backoff_.next()});
  return News::none;
}

void Registration::on_ponged(Answered const& answered, Outbox& out) {
  if (answered.reply == nullptr) {
    out.emplace_back(Log{LogLevel::warning, "no reply to a pong"});
    return;
  }
  if (auto const* error = answered.error()) return note_refusal(*error, out);
  auto const* reply = answered.to_host();
  if (reply == nullptr) return;
  if (auto const* rejected = std::get_if<DaemonToHostReject>(reply)) {
    rejection_ = "the daemon rejects this host: " + rejected->reason;
  }
}

void Registration::note_refusal(RpcMessageError const& error, Outbox& out) {
  out.emplace_back(Log{LogLevel::warning,
                       "the daemon refuses: " + error.message.value_or("it does not say why")});
  if (error.error_code == RpcMessageErrorCode::permission_denied && token_) wants_token_ = true;
}

bool Registration::use_token(std::optional<std::string> token) {
  token_ = std::move(token);
  return std::exchange(wants_token_, false);
}

}  // namespace drydock::moor::host
