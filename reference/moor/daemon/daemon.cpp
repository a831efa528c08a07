#include "reference/moor/daemon/daemon.hpp"

#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"

namespace drydock::moor::daemon {
namespace {

constexpr TimerId ping_timer{"ping"};

std::unique_ptr<Gatekeeper> guard(Settings const& settings, std::optional<Trust> trust,
                                  Rng const& rng) {
  ENSURE(trust.has_value() || !settings.strict);
  if (!trust) return nullptr;
  return std::make_unique<Gatekeeper>(settings, *std::move(trust), rng.fork("gatekeeper"));
}

}  // namespace

Daemon::Daemon(Settings settings, Rng rng, std::optional<Trust> trust)
    : settings_(std::move(settings)),
      registry_(settings_),
      callers_(settings_),
      dispatcher_(settings_, registry_, callers_, trust ? trust->clock : nullptr,
                  rng.fork("request_ids")),
      gatekeeper_(guard(settings_, std::move(trust), rng)),
      control_(settings_, registry_, dispatcher_, gatekeeper_.get()) {}

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
  if (gatekeeper_) {
    if (auto const opened = gatekeeper_->open(now, out); !opened)
      return refuse(opened.error(), out);
  }
  open_dispatch(out);
  control_.open(security_of(settings_.workers_response_listen), out);
  callers_.open(out);
  out.emplace_back(SetTimer{ping_timer, now + settings_.ping_period});
}

void Daemon::refuse(Error const& why, Outbox& out) {
  ended_ = true;
  out.emplace_back(Exit{2, why.message});
}

void Daemon::open_dispatch(Outbox& out) const {
  SocketSpec spec;
  spec.type = SocketType::pub;
  spec.bind = {settings_.workers_request_listen};
  spec.security = security_of(settings_.workers_request_listen);
  out.emplace_back(OpenSocket{dispatch_socket, std::move(spec)});
}

Security Daemon::security_of(std::string const& endpoint) const {
  return gatekeeper_ ? gatekeeper_->security_of(endpoint) : Plain{};
}

void Daemon::ping(VirtualTime now, Outbox& out) const {
  out.emplace_back(SetTimer{ping_timer, now + settings_.ping_period});
  if (settings_.defects.has(Defect::no_pings)) return;
  Result<Bytes> payload = encode(DaemonToWorkerMessage{PingWorkers{}});
  ENSURE(payload.has_value());
  out.emplace_back(Send{{dispatch_socket}, broadcast(*std::move(payload))});
}

void Daemon::on_received(VirtualTime now, Received const& received, Outbox& out) {
  if (gatekeeper_ && gatekeeper_->on_received(now, received, out)) return;
  if (received.from.socket == control_socket) {
    control_.on_message(now, received, out);
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
  } else if (Gatekeeper::owns(timer)) {
    take_back(now, gatekeeper_->on_timer(now, timer, out), out);
  } else {
    dispatcher_.on_timer(timer, out);
  }
}

void Daemon::take_back(VirtualTime now, Gatekeeper::TakenBack const& taken_back, Outbox& out) {
  end_sessions_of(taken_back.users, out);
  if (taken_back.tokens) control_.expel_revoked(now, out);
}

/// A socket cannot end one connection alone. So the workers of those users are dropped here, and
/// the dispatch socket is made anew: whoever is still allowed is back at once (TS-16).
void Daemon::end_sessions_of(std::vector<std::string> const& users, Outbox& out) {
  if (users.empty()) return;
  control_.expel(users, out);
  out.emplace_back(CloseSocket{dispatch_socket});
  open_dispatch(out);
}

void Daemon::stop(Outbox& out) {
  ended_ = true;
  dispatcher_.fail_all(out);
  out.emplace_back(Exit{0, "stopped"});
}

}  // namespace drydock::moor::daemon
