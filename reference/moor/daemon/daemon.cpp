#include "reference/moor/daemon/daemon.hpp"

#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"

namespace drydock::moor::daemon {
namespace {

constexpr TimerId ping_timer{"ping"};

std::unique_ptr<Gatekeeper> guard(Settings const& settings, std::optional<Trust> trust,
                                  bool serves_clients, Rng const& rng) {
  ENSURE(trust.has_value() || (!settings.strict && !serves_clients));
  if (!trust) return nullptr;
  return std::make_unique<Gatekeeper>(settings, *std::move(trust), serves_clients,
                                      rng.fork("gatekeeper"));
}

sessions::Settings session_settings(Settings const& settings, Rng key) {
  sessions::Settings its = settings.sessions;
  its.strict = settings.strict;
  its.message_bytes_max = settings.message_bytes_max;
  its.id_hash = Uuid::KeyedHash(key);
  return its;
}

}  // namespace

Daemon::Daemon(Settings settings, Rng rng, std::optional<Trust> trust,
               std::optional<Clients> clients)
    : settings_(std::move(settings)),
      registry_(settings_),
      callers_(settings_),
      dispatcher_(settings_, registry_, callers_, trust ? trust->clock : nullptr,
                  rng.fork("request_ids")),
      gatekeeper_(guard(settings_, trust, clients.has_value(), rng)),
      control_(settings_, registry_, dispatcher_, gatekeeper_.get()),
      task_workers_(dispatcher_, registry_, gatekeeper_.get()),
      sessions_(make_sessions(clients, trust ? trust->clock : nullptr, rng)) {}

std::unique_ptr<sessions::Sessions> Daemon::make_sessions(std::optional<Clients> const& clients,
                                                          WallClock const* clock, Rng const& rng) {
  if (!clients) return nullptr;
  store_.emplace(*clients->store, clients->stopwatch);
  return std::make_unique<sessions::Sessions>(
      session_settings(settings_, rng.fork("client_ids")), *gatekeeper_, *store_,
      [&](sessions::RpcPort const& port, sessions::ConnectionDesk& desk) {
        return clients->make_tasks(
            {port, desk, task_workers_, *clock, rng.fork("tasks"), *store_, clients->stopwatch});
      },
      clients->entropy);
}

void Daemon::step(VirtualTime now, Input const& input, Outbox& out) {
  if (ended_) return;
  if (std::holds_alternative<Started>(input)) {
    start(now, out);
  } else if (auto const* received = std::get_if<Received>(&input)) {
    on_received(now, *received, out);
  } else if (auto const* fired = std::get_if<TimerFired>(&input)) {
    on_timer(now, fired->timer, out);
  } else if (std::holds_alternative<StopRequested>(input)) {
    stop(now, out);
  }
  if (task_workers_.has_answers()) bring_answers(now, out);
}

/// An answer may lead to the next question, which some are answered at once.
void Daemon::bring_answers(VirtualTime now, Outbox& out) {
  while (!ended_ && task_workers_.has_answers()) {
    for (auto& [request, outcome] : task_workers_.take_answers(now)) {
      sessions_->tasks().on_answer(now, request, std::move(outcome), out);
    }
  }
}

void Daemon::check_invariants() const {
  dispatcher_.check_invariants();
  if (sessions_) sessions_->check_invariants();
}

void Daemon::check_everything() const {
  dispatcher_.check_everything();
  if (sessions_) sessions_->check_everything();
}

void Daemon::start(VirtualTime now, Outbox& out) {
  if (gatekeeper_) {
    if (auto const opened = gatekeeper_->open(now, out); !opened)
      return refuse(opened.error(), out);
  }
  open_dispatch(out);
  control_.open(security_of(settings_.workers_response_listen), out);
  callers_.open(out);
  out.emplace_back(SetTimer{ping_timer, now + settings_.ping_period});
  if (!sessions_) return;
  if (auto const started = sessions_->start(now, out); !started) refuse(started.error(), out);
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
  // Clients first: most messages are theirs.
  if (sessions_ && sessions::Sessions::owns(received.from.socket)) {
    sessions_->on_received(now, received, out);
  } else if (gatekeeper_ && gatekeeper_->on_received(now, received, out)) {
    return;
  } else if (received.from.socket == control_socket) {
    control_.on_message(now, received, out);
  } else if (received.from.socket == callers_socket) {
    if (auto asked = callers_.read(received.from, received.frames, out)) {
      dispatcher_.issue(now, asked->caller, std::move(asked->request), out);
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
  } else if (!sessions_ || !sessions_->on_timer(now, timer, out)) {
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
  bool const has_guests =
      sessions_ && !std::holds_alternative<Plain>(security_of(settings_.sessions.events_listen));
  if (has_guests) sessions_->end_subscriptions(out);
}

void Daemon::stop(VirtualTime now, Outbox& out) {
  ended_ = true;
  dispatcher_.fail_all(out);
  if (sessions_) sessions_->stop(now, out);
  out.emplace_back(Exit{0, "stopped"});
}

}  // namespace drydock::moor::daemon
