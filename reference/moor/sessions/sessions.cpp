#include "reference/moor/sessions/sessions.hpp"

#include <utility>

namespace drydock::moor::sessions {
namespace {

EventChannel::Settings channel_settings(Settings const& settings) {
  EventChannel::Settings channel;
  channel.listen = settings.events_listen;
  channel.hold_max = settings.hold_max;
  channel.return_hold_max = settings.return_hold_max;
  return channel;
}

}  // namespace

Sessions::Sessions(Settings const& settings, Authority& authority, RecordStore& store,
                   MakeTaskDesk const& make_tasks, age::Entropy entropy)
    : settings_(settings),
      authority_(authority),
      port_({settings.rpc_listen, settings.message_bytes_max}),
      requests_(port_.rules()),
      events_(channel_settings(settings)),
      connections_({settings.connections_max, settings.client_silence_max, settings.defects,
                    settings.id_hash},
                   store),
      hosts_(settings.host_silence_max),
      tokens_(settings_, authority, store),
      log_(settings_.event_log, store, std::move(entropy)),
      desk_(settings_, connections_, hosts_, events_, tokens_, log_),
      tasks_(make_tasks(port_, desk_)),
      clients_(settings_, {authority, port_, connections_, events_, tokens_, log_, desk_, *tasks_}),
      host_front_(settings_, {authority, port_, hosts_, desk_, *tasks_}),
      liveness_(settings_, connections_, hosts_, events_, desk_) {
  desk_.meet(*tasks_);
}

void Sessions::step(VirtualTime now, Input const& input, Outbox& out) {
  if (std::holds_alternative<Started>(input)) {
    if (auto const started = start(now, out); !started) {
      out.emplace_back(Exit{2, started.error().message});
    }
  } else if (auto const* received = std::get_if<Received>(&input)) {
    on_received(now, *received, out);
  } else if (auto const* fired = std::get_if<TimerFired>(&input)) {
    on_timer(now, fired->timer, out);
  } else if (std::holds_alternative<StopRequested>(input)) {
    stop(now, out);
    out.emplace_back(Exit{0, "stopped"});
  }
}

/// Events come first and requests last, so that nobody can ask before the answers can be seen.
/// Source: hosts 1.6.
Result<void> Sessions::start(VirtualTime now, Outbox& out) {
  if (auto const loaded = connections_.load(now); !loaded) return loaded;
  if (auto const loaded = tokens_.load(now); !loaded) return loaded;
  if (auto const loaded = log_.load(); !loaded) return loaded;
  events_.open(authority_.security_of(settings_.events_listen), out);
  for (Uuid const& client : connections_.all()) events_.client_returns(now, client, out);
  if (auto const started = tasks_->start(now, out); !started) return started;
  port_.open(authority_.security_of(settings_.rpc_listen), out);
  liveness_.start(now, out);
  return {};
}

void Sessions::on_received(VirtualTime now, Received const& received, Outbox& out) {
  if (!RpcPort::owns(received.from.socket)) return events_.on_received(received, out);
  auto from = port_.read(received, requests_, out);
  if (!from) return;
  if (requests_.is_hosts()) {
    host_front_.on_request(now, {*from, received.user_id, requests_.of_host()}, out);
  } else {
    clients_.on_request(
        now, {*from, received.user_id, requests_.client_id(), requests_.of_client()}, out);
  }
}

bool Sessions::on_timer(VirtualTime now, TimerId const& timer, Outbox& out) {
  if (timer == Liveness::tick_timer) {
    liveness_.tick(now, out);
  } else if (timer.name == EventChannel::hold_timer) {
    events_.on_timer(timer, out);
  } else if (timer.name == TokenLedger::renewal_timer) {
    desk_.renew_tokens(now, timer.about, out);
  } else {
    return tasks_->on_timer(now, timer, out);
  }
  return true;
}

void Sessions::end_subscriptions(Outbox& out) {
  events_.close(out);
  events_.open(authority_.security_of(settings_.events_listen), out);
}

void Sessions::check_invariants() const { connections_.check_invariants(); }

void Sessions::check_everything() const {
  connections_.check_everything();
  tokens_.check_everything();
}

}  // namespace drydock::moor::sessions
