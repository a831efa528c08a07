#include "reference/moor/sessions/host_front.hpp"

#include <utility>

#include "reference/moor/sessions/wall_nanoseconds.hpp"

namespace drydock::moor::sessions {

void HostFront::on_request(VirtualTime now, HostRequest const& request, Outbox& out) {
  if (auto const good = check(now, request); !good) {
    parts_.port.refuse(std::move(request.from), RpcMessageErrorCode::permission_denied,
                       good.error().message(), out);
    return;
  }
  auto answer =
      std::visit([&](auto const& message) { return on(now, request.said.host_id, message, out); },
                 request.said.message.message);
  parts_.port.accept(std::move(request.from), std::move(answer), out);
}

token::Accepted<void> HostFront::check(VirtualTime now, HostRequest const& request) const {
  if (!request.user_id.empty() && !parts_.authority.allows(request.user_id)) {
    return drydock::token::refuse(drydock::token::Refusal::revoked,
                                  "the identity is not allowed any more");
  }
  if (!settings_.strict) return {};
  return parts_.authority.check_host(now, request.said.token, request.said.host_id,
                                     request.user_id);
}

DaemonToHostReply HostFront::on(VirtualTime now, Uuid const& id, RegisterHost const& message,
                                Outbox& out) {
  bool const is_new = parts_.hosts.saw(now, id, message.host_type, message.listeners);
  if (is_new) out.emplace_back(Log{LogLevel::info, "host " + id.text() + " registered"});
  parts_.desk.repeat_listens(message.host_type, message.listeners, out);
  return DaemonToHostAck{};
}

DaemonToHostReply HostFront::on(VirtualTime now, Uuid const& id, HostPong const& message,
                                Outbox& out) {
  if (!parts_.hosts.saw(now, id, message.host_type, message.listeners)) return DaemonToHostAck{};
  out.emplace_back(Log{LogLevel::info, "host " + id.text() + " is back"});
  parts_.desk.repeat_listens(message.host_type, message.listeners, out);
  return DaemonToHostAck{};
}

DaemonToHostReply HostFront::on(VirtualTime, Uuid const& id, DetachHost const&, Outbox& out) {
  parts_.hosts.forget(id);
  out.emplace_back(Log{LogLevel::info, "host " + id.text() + " detached"});
  return DaemonToHostAck{};
}

DaemonToHostReply HostFront::on(VirtualTime now, Uuid const&, RequestPerformanceCounters const&,
                                Outbox&) {
  DaemonToHostPerfCounters counters;
  counters.timestamp = wall_nanoseconds(parts_.authority.wall_time(now));
  for (char const* const category : {"sched", "db", "bf"}) {
    counters.counters.push_back({Symbol{category}, parts_.tasks.counted(category)});
  }
  return counters;
}

DaemonToHostReply HostFront::on(VirtualTime, Uuid const&, GetServerFeatures const&, Outbox&) {
  ServerFeatures features = settings_.features;
  features.enable_eventlog = settings_.event_log.enabled;
  return features;
}

}  // namespace drydock::moor::sessions
