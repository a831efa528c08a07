#include "reference/moor/daemon/daemon.hpp"

#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"

namespace drydock::moor::daemon {
namespace {

constexpr TimerId ping_timer{"ping"};

}  // namespace

Daemon::Daemon(Settings settings, Rng rng)
    : settings_(std::move(settings)),
      registry_(settings_),
      callers_(settings_),
      dispatcher_(settings_, registry_, callers_, rng.fork("request_ids")),
      control_(settings_, registry_, dispatcher_) {}

void Daemon::step(VirtualTime now, Input const& input, Outbox& out) {
  if (ended_) return;
  if (std::holds_alternative<Started>(input)) {
    start(now, out);
  } else if (auto const* received = std::get_if<Received>(&input)) {
    on_received(now, *received, out);
  } else if (auto const* fired = std::get_if<TimerFired>(&input)) {
    on_timer(now, fired->timer, out);
  } else if (std::holds_alternative<StopRequested>(input)) {
    stop(out);
  }
}

void Daemon::check_invariants() const { dispatcher_.check_invariants(); }

void Daemon::start(VirtualTime now, Outbox& out) {
  SocketSpec dispatch;
  dispatch.type = SocketType::pub;
  dispatch.bind = {settings_.workers_request_listen};
  out.emplace_back(OpenSocket{dispatch_socket, std::move(dispatch)});
  control_.open(out);
  callers_.open(out);
  out.emplace_back(SetTimer{ping_timer, now + settings_.ping_period});
}

void Daemon::ping(VirtualTime now, Outbox& out) const {
  out.emplace_back(SetTimer{ping_timer, now + settings_.ping_period});
  if (settings_.defects.has(Defect::no_pings)) return;
  Result<Bytes> payload = encode(DaemonToWorkerMessage{PingWorkers{}});
  ENSURE(payload.has_value());
  out.emplace_back(Send{{dispatch_socket}, broadcast(*std::move(payload))});
}

void Daemon::on_received(VirtualTime now, Received const& received, Outbox& out) {
  if (received.from.socket == control_socket) {
    control_.on_message(now, received.from, received.frames, out);
  } else if (received.from.socket == callers_socket) {
    if (auto const asked = callers_.read(received.from, received.frames, out)) {
      dispatcher_.issue(now, asked->caller, asked->request, out);
    }
  }
}

void Daemon::on_timer(VirtualTime now, TimerId const& timer, Outbox& out) {
  if (timer == ping_timer) {
    ping(now, out);
  } else if (timer.name == WorkerRegistry::silent_timer) {
    control_.on_silent(timer.about, out);
  } else {
    dispatcher_.on_timer(timer, out);
  }
}

void Daemon::stop(Outbox& out) {
  ended_ = true;
  dispatcher_.fail_all(out);
  out.emplace_back(Exit{0, "stopped"});
}

}  // namespace drydock::moor::daemon
