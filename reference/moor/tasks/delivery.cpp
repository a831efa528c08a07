#include "reference/moor/tasks/delivery.hpp"

#include <algorithm>
#include <utility>

#include "reference/moor/codec/host_codec.hpp"

namespace drydock::moor::tasks {
namespace {

std::uint64_t nanoseconds_of(WallTime time) {
  auto const seconds = static_cast<std::uint64_t>(std::max<std::int64_t>(time.unix_seconds(), 0));
  return seconds * 1'000'000'000 + time.nanosecond();
}

std::optional<std::vector<EventMetadata>> metadata_of(
    std::vector<std::pair<Symbol, Var>> const& pairs) {
  if (pairs.empty()) return std::nullopt;
  std::vector<EventMetadata> metadata;
  for (auto const& [key, value] : pairs) metadata.push_back({key, value});
  return metadata;
}

}  // namespace

void Delivery::deliver(VirtualTime now, Entry& entry, moo::Effect const& effect, Outbox& out) {
  std::visit([&](auto const& one) { on(now, entry, one, out); }, effect);
}

void Delivery::trace(VirtualTime now, Entry& entry, Exception exception, Outbox& out) {
  say(now, entry, entry.task.player(), Obj(entry.task.player()),
      TracebackEvent{std::move(exception)}, out);
}

void Delivery::tell(Entry const& entry, ClientEventUnion event, Outbox& out) {
  if (!entry.client || desk_.connections().find(*entry.client) == nullptr) return;
  desk_.publish(*entry.client, std::move(event), out);
}

void Delivery::say(VirtualTime now, Entry& entry, Obj const& player, Var author, Event event,
                   Outbox& out) {
  WallTime const wall = clock_.wall_time(now);
  NarrativeEvent narrative{ids_.next(wall), nanoseconds_of(wall), std::move(author),
                           std::move(event)};
  if (entry.collects && player == Obj(entry.task.player())) {
    entry.output.push_back(std::move(narrative));
    return;
  }
  desk_.keep(player, narrative);
  for (Uuid const& client : desk_.connections().clients_of(player)) {
    desk_.publish(client, NarrativeEventMessage{player, narrative}, out);
  }
}

void Delivery::on(VirtualTime now, Entry& entry, moo::Notify const& notify, Outbox& out) {
  NotifyEvent event{notify.content, notify.content_type, notify.no_flush, notify.no_newline,
                    metadata_of(notify.metadata)};
  say(now, entry, notify.player, Var(notify.author), std::move(event), out);
}

void Delivery::on(VirtualTime now, Entry& entry, moo::Present const& present, Outbox& out) {
  Presentation shown;
  shown.id = present.id;
  shown.content_type = present.content_type.text;
  shown.content = present.content;
  shown.target = present.target;
  for (auto const& [key, value] : present.attributes) shown.attributes.push_back({key.text, value});
  say(now, entry, present.player, Obj(entry.task.player()), PresentEvent{std::move(shown)}, out);
}

void Delivery::on(VirtualTime now, Entry& entry, moo::Unpresent const& unpresent, Outbox& out) {
  say(now, entry, unpresent.player, Obj(entry.task.player()), UnpresentEvent{unpresent.id}, out);
}

void Delivery::on(VirtualTime now, Entry& entry, moo::SwitchPlayer const& to, Outbox& out) {
  if (!entry.client || desk_.connections().find(*entry.client) == nullptr) return;
  desk_.switch_player(now, *entry.client, to.player, out);
}

void Delivery::on(VirtualTime now, Entry& entry, moo::SetConnectionOption const& set, Outbox& out) {
  auto const* connection = connection_of(desk_.connections(), entry.client, set.connection);
  if (connection == nullptr) return;  // Gone meanwhile: nothing else is lost by that (HQ-53).
  desk_.set_option(now, connection->object, set.name, set.value, out);
}

void Delivery::on(VirtualTime now, Entry&, moo::StartListening const& start, Outbox& out) {
  HostBroadcastListen listen{start.handler, HostType::tcp, start.port, std::nullopt};
  if (!start.options.empty()) {
    auto& options = listen.options.emplace();
    for (auto const& [key, value] : start.options) options.push_back({key, value});
  }
  desk_.listen(now, listen, out);
}

void Delivery::on(VirtualTime now, Entry&, moo::StopListening const& stop, Outbox& out) {
  desk_.unlisten(now, {HostType::tcp, stop.port}, out);
}

bool can_be_sent(ClientEventUnion const& event) { return encode(ClientEvent{event}).has_value(); }

sessions::Connection const* connection_of(sessions::Connections const& connections,
                                          std::optional<Uuid> const& client, Obj const& target) {
  auto const clients = connections.clients_of(target);
  if (clients.empty()) return nullptr;
  bool const own = client && std::find(clients.begin(), clients.end(), *client) != clients.end();
  return connections.find(own ? *client : clients.front());
}

}  // namespace drydock::moor::tasks
