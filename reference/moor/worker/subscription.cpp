#include "reference/moor/worker/subscription.hpp"

#include <utility>

#include "reference/core/mark.hpp"
#include "reference/moor/worker/broadcast.hpp"

namespace drydock::moor::worker {
namespace {}  // namespace

void Subscription::open(VirtualTime now, Outbox& out) {
  live_ = false;
  SocketSpec spec;
  spec.type = SocketType::sub;
  spec.connect = {settings_.request_address};
  spec.security = settings_.security_of(settings_.request_address);
  if (in_the_clear_) spec.security = Plain{.by_protocol = true};
  bool const deaf = settings_.defects.has(Defect::wrong_topic);
  spec.subscriptions = {deaf ? "labourers" : std::string(dispatch_topic)};
  spec.reconnect_max = std::chrono::seconds{5};
  bool const may_fall_back = std::holds_alternative<CurveClient>(spec.security) &&
                             settings_.defects.has(Defect::falls_back_to_plain);
  out.emplace_back(OpenSocket{dispatch_socket, std::move(spec)});
  if (may_fall_back) out.emplace_back(SetTimer{fall_back, now + fall_back_after});
  watch(now, out);
}

void Subscription::on_fall_back(VirtualTime now, Outbox& out) {
  in_the_clear_ = true;
  close(out);
  open(now, out);
}

void Subscription::close(Outbox& out) {
  live_ = false;
  out.emplace_back(CancelTimer{settles});
  out.emplace_back(CancelTimer{silence});
  out.emplace_back(CloseSocket{dispatch_socket});
}

void Subscription::watch(VirtualTime now, Outbox& out) const {
  if (settings_.defects.has(Defect::ignores_silence)) return;
  out.emplace_back(SetTimer{silence, now + settings_.silence_max});
}

void Subscription::on_up(VirtualTime now, Outbox& out) {
  if (settings_.defects.has(Defect::falls_back_to_plain)) out.emplace_back(CancelTimer{fall_back});
  refusal_backoff_.reset();
  out.emplace_back(SetTimer{settles, now + settings_.subscription_settles});
}

void Subscription::on_down(Outbox& out) {
  live_ = false;
  out.emplace_back(CancelTimer{settles});
  if (settings_.defects.has(Defect::no_reconnect)) close(out);
}

void Subscription::on_refused(VirtualTime now, Outbox& out) {
  mark("worker.subscription-refused");
  out.emplace_back(Log{LogLevel::error, "the daemon refuses our key on its dispatch socket"});
  close(out);
  if (settings_.defects.has(Defect::gives_up_when_refused)) return;
  out.emplace_back(SetTimer{reopen, now + refusal_backoff_.next()});
}

void Subscription::on_broadcast(VirtualTime now, Outbox& out) {
  live_ = true;
  watch(now, out);
}

void Subscription::on_silence(VirtualTime now, Outbox& out) {
  out.emplace_back(Log{LogLevel::warning, "no broadcast for long; subscribing anew"});
  close(out);
  open(now, out);
}

}  // namespace drydock::moor::worker
