#include "reference/moor/sessions/liveness.hpp"

namespace drydock::moor::sessions {

void Liveness::start(VirtualTime now, Outbox& out) const {
  out.emplace_back(SetTimer{tick_timer, now + settings_.tick_period});
}

void Liveness::tick(VirtualTime now, Outbox& out) {
  start(now, out);
  desk_.store_owed(out);
  events_.to_clients(ClientsBroadcastPingPong{}, out);
  expire_clients(now, out);
  events_.to_hosts(HostBroadcastPingPong{}, out);
  for (Uuid const& host : hosts_.expire(now)) {
    out.emplace_back(Log{LogLevel::warning, "host " + host.text() + " is silent, expired"});
  }
}

void Liveness::expire_clients(VirtualTime now, Outbox& out) {
  for (Uuid const& client : connections_.silent(now)) {
    desk_.end(now, client, Gone::expired, out);
  }
  if (settings_.login_max) end_strangers(now, out);
}

/// HQ-37.
void Liveness::end_strangers(VirtualTime now, Outbox& out) {
  for (Uuid const& client : connections_.all()) {
    Connection const* const connection = connections_.find(client);
    bool const is_late = connection != nullptr && !connection->player &&
                         now - connection->arrived >= *settings_.login_max;
    if (is_late) desk_.end(now, client, Gone::expired, out);
  }
}

}  // namespace drydock::moor::sessions
