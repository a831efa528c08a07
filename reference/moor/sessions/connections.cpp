#include "reference/moor/sessions/connections.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <limits>
#include <string_view>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::moor::sessions {
namespace {

constexpr std::string_view record_prefix = "connection/";
/// Of what the world is told of connections: an arrival that it is yet to be told of, or `told`.
constexpr std::string_view arrival_prefix = "arrival/";
constexpr std::string_view told_text = "told";
constexpr std::string_view counter_key = "next-connection-object";
/// A client id is its connection's topic, and topics are matched by prefix (HQ-12).
constexpr std::string_view topics_of_all[] = {"hosts", "broadcast", "workers"};

bool begins_like_a_topic(Uuid const& client_id) {
  std::string_view const text = drydock::text_of(ByteView{client_id.bytes});
  for (std::string_view const topic : topics_of_all) {
    if (text.starts_with(topic)) return true;
  }
  return false;
}

RecordChange counter_change(std::int32_t next) {
  return {std::string(counter_key), bytes_of(std::to_string(next))};
}

std::string arrival_key_of(Uuid const& client_id) {
  return std::string(arrival_prefix) + client_id.text();
}

RecordChange arrival_change(Uuid const& client_id, std::optional<Arrival> const& arrival) {
  RecordChange change{arrival_key_of(client_id), std::nullopt};
  if (arrival) change.value = record_of(*arrival);
  return change;
}

Result<std::int32_t> counter_of(Record const& record) {
  std::string_view const text = drydock::text_of(record.value);
  std::int32_t next = 0;
  char const* const end = text.data() + text.size();
  auto const [stopped, problem] = std::from_chars(text.data(), end, next);
  if (problem == std::errc{} && stopped == end && next <= -4) return next;
  return fail("the record of the next connection object holds '" + std::string(text) + "'");
}

}  // namespace

std::string Connections::key_of(Uuid const& client_id) {
  return std::string(record_prefix) + client_id.text();
}

Result<void> Connections::load(VirtualTime now) {
  auto const counters = store_.read_all(counter_key);
  if (!counters) return tl::make_unexpected(counters.error());
  for (Record const& record : *counters) {
    if (record.key != counter_key) continue;
    Result<std::int32_t> const next = counter_of(record);
    if (!next) return tl::make_unexpected(next.error());
    next_object_ = *next;
  }
  auto const records = store_.read_all(record_prefix);
  if (!records) return tl::make_unexpected(records.error());
  for (Record const& record : *records) {
    Result<Connection> connection = connection_of(record.value);
    if (!connection) return fail(record.key + ": " + connection.error().message);
    bool const stale = settings_.defects.has(Defect::restart_forgets_life);
    connection->arrived = now;
    connection->last_activity = stale ? now - settings_.silence_max : now;
    connection->last_sign_of_life = connection->last_activity;
    index(*connection);
    by_id_.insert_or_assign(connection->client_id, *connection);
  }
  return load_arrivals();
}

Result<void> Connections::load_arrivals() {
  auto const records = store_.read_all(arrival_prefix);
  if (!records) return tl::make_unexpected(records.error());
  for (Record const& record : *records) {
    auto const client = Uuid::parse(std::string_view{record.key}.substr(arrival_prefix.size()));
    if (!client) return fail(record.key + ": " + client.error().message);
    auto const place = by_id_.find(*client);
    if (place == by_id_.end()) {  // It went before the world had been told that it came.
      (void)store_.owe({{record.key, std::nullopt}});
      continue;
    }
    place->second.announced = drydock::text_of(record.value) == told_text;
    if (place->second.announced) continue;
    auto arrival = arrival_of(ByteView{record.value});
    if (!arrival) return fail(record.key + ": " + arrival.error().message);
    place->second.untold = *std::move(arrival);
  }
  return {};
}

std::optional<NoRoom> Connections::refusal_of(Uuid const& client_id) const {
  Defects const& defects = settings_.defects;
  if (by_id_.contains(client_id) && !defects.has(Defect::second_establish)) {
    return NoRoom::already_connected;
  }
  if (begins_like_a_topic(client_id) && !defects.has(Defect::reserved_ids_allowed)) {
    return NoRoom::reserved_id;
  }
  if (by_id_.size() >= settings_.connections_max) return NoRoom::too_many;
  // The last number stays free, so that the counter never runs over.
  if (next_object_ == std::numeric_limits<std::int32_t>::min()) return NoRoom::numbers_exhausted;
  return std::nullopt;
}

tl::expected<Connection const*, NoRoom> Connections::establish(VirtualTime now,
                                                               Connection arrival) {
  Uuid const id = arrival.client_id;
  if (auto const refusal = refusal_of(id)) return tl::make_unexpected(*refusal);
  auto const before = by_id_.find(id);  // Only with Defect::second_establish.
  if (before != by_id_.end() && !arrival.player) arrival.player = before->second.player;
  arrival.object = ObjId{next_object_};
  arrival.arrived = now;
  arrival.last_activity = now;
  arrival.last_sign_of_life = now;
  auto const stored = store_.commit({counter_change(next_object_ - 1),
                                     {key_of(id), record_of(arrival)},
                                     arrival_change(id, arrival.untold)});
  if (!stored) return tl::make_unexpected(NoRoom::not_stored);
  --next_object_;
  if (before != by_id_.end()) {
    unindex(before->second);
    by_object_.emplace(before->second.object.id, id);  // Orphaned, but not gone.
    by_id_.erase(before);
    found_last_ = nullptr;
  }
  index(arrival);
  return &by_id_.emplace(id, std::move(arrival)).first->second;
}

Connection const* Connections::find(Uuid const& client_id) const {
  auto const place = by_id_.find(client_id);
  return place == by_id_.end() ? nullptr : &place->second;
}

Connection const* Connections::find(Uuid const& client_id) {
  if (found_last_ == nullptr || found_last_->client_id != client_id) {
    auto const place = by_id_.find(client_id);
    found_last_ = place == by_id_.end() ? nullptr : &place->second;
  }
  return found_last_;
}

Connection& Connections::at(Uuid const& client_id) {
  bool const is_there = find(client_id) != nullptr;
  ENSURE(is_there);
  return *found_last_;
}

std::vector<Uuid> Connections::clients_of(Obj const& target) const {
  std::vector<Uuid> clients;
  if (auto const client = client_of(target)) clients.push_back(*client);
  auto const place = by_player_.find(target);
  if (place == by_player_.end()) return clients;
  for (std::int32_t const object : place->second) clients.push_back(by_object_.at(object));
  return clients;
}

std::optional<Uuid> Connections::client_of(Obj const& object) const {
  auto const* number = std::get_if<ObjId>(&object);
  if (number == nullptr) return std::nullopt;
  auto const place = by_object_.find(number->id);
  if (place == by_object_.end()) return std::nullopt;
  return place->second;
}

std::vector<Uuid> Connections::all() const {
  std::vector<Uuid> clients;
  for (auto const& [object, id] : by_object_) clients.push_back(id);
  return clients;
}

Result<void> Connections::set_player(Uuid const& client_id, Obj const& player,
                                     std::optional<Arrival> const& arrival) {
  Connection changed = at(client_id);
  changed.player = player;
  std::vector<RecordChange> changes{{key_of(client_id), record_of(changed)}};
  if (arrival) {
    changed.untold = arrival;
    changes.push_back(arrival_change(client_id, arrival));
  }
  auto const stored = store_.commit(changes);
  if (stored) apply(client_id, std::move(changed));
  return stored;
}

void Connections::announce(Uuid const& client_id) {
  Connection& connection = at(client_id);
  connection.announced = true;
  connection.untold.reset();
}

RecordChange Connections::told(Uuid const& client_id) {
  return {arrival_key_of(client_id), bytes_of(told_text)};
}

std::vector<RecordChange> Connections::erasure(Uuid const& client_id) {
  return {{key_of(client_id), std::nullopt}, {arrival_key_of(client_id), std::nullopt}};
}

Result<void> Connections::set_attribute(Uuid const& client_id, Symbol const& key,
                                        std::optional<Var> value) {
  Connection changed = at(client_id);
  std::erase_if(changed.attributes,
                [&](Attribute const& one) { return same_symbol(one.key, key); });
  if (value) changed.attributes.push_back({key, *std::move(value)});
  return change(client_id, std::move(changed));
}

Result<void> Connections::change(Uuid const& client_id, Connection changed) {
  auto const stored = store_.commit({{key_of(client_id), record_of(changed)}});
  if (stored) apply(client_id, std::move(changed));
  return stored;
}

void Connections::apply(Uuid const& client_id, Connection changed) {
  Connection& connection = at(client_id);
  std::optional<Obj> const first = connection.player;
  unindex(connection);
  connection = std::move(changed);
  index(connection);
  bool const keeps = settings_.defects.has(Defect::keeps_first_player);
  if (keeps && first) by_player_[*first].insert(connection.object.id);
}

std::optional<Connection> Connections::remove(Uuid const& client_id) {
  auto removed = take(client_id);
  if (removed) erase_record(client_id);
  return removed;
}

void Connections::erase_record(Uuid const& client_id) {
  auto const stored = store_.owe(erasure(client_id));
  if (!stored) store_trouble_ = stored.error().message;
}

void Connections::leave_record(Uuid const& client_id) {
  for (RecordChange const& change : erasure(client_id)) store_.forgive(change.key);
}

std::optional<Connection> Connections::take(Uuid const& client_id) {
  auto const place = by_id_.find(client_id);
  if (place == by_id_.end()) return std::nullopt;
  Connection removed = std::move(place->second);
  unindex(removed);
  by_id_.erase(place);
  found_last_ = nullptr;
  if (settings_.defects.any()) forget_traces(removed);
  return removed;
}

/// What some defects left of a connection that is gone.
void Connections::forget_traces(Connection const& removed) {
  std::erase_if(by_object_, [&](auto const& entry) { return entry.second == removed.client_id; });
  for (auto& [player, objects] : by_player_) {
    std::erase_if(objects, [&](std::int32_t object) { return !by_object_.contains(object); });
  }
  std::erase_if(by_player_, [](auto const& entry) { return entry.second.empty(); });
}

void Connections::set_user(Uuid const& client_id, std::string const& user_id) {
  at(client_id).user_id = user_id;
}

void Connections::saw_life(VirtualTime now, Uuid const& client_id) {
  at(client_id).last_sign_of_life = now;
}

void Connections::saw_activity(VirtualTime now, Uuid const& client_id) {
  Connection& connection = at(client_id);
  connection.last_activity = now;
  connection.last_sign_of_life = now;
}

std::vector<Uuid> Connections::silent(VirtualTime now) const {
  auto const is_silent = [&](auto const& entry) {
    return now - entry.second.last_sign_of_life >= settings_.silence_max;
  };
  std::vector<Uuid> clients;
  if (std::ranges::none_of(by_id_, is_silent)) return clients;  // As at nearly every tick.
  for (auto const& [object, id] : by_object_) {
    if (is_silent(*by_id_.find(id))) clients.push_back(id);
  }
  return clients;
}

std::optional<std::string> Connections::take_store_trouble() {
  return std::exchange(store_trouble_, std::nullopt);
}

void Connections::check_invariants() const {
  ENSURE(by_object_.size() == by_id_.size() || settings_.defects.has(Defect::second_establish));
}

void Connections::check_everything() const {
  ENSURE(found_last_ == nullptr || std::ranges::any_of(by_id_, [&](auto const& entry) {
           return &entry.second == found_last_;
         }));
  if (settings_.defects.any()) return;
  std::size_t players = 0;
  for (auto const& [id, connection] : by_id_) {
    std::int32_t const object = connection.object.id;
    ENSURE(connection.client_id == id);
    ENSURE(object > next_object_ && object <= -4);
    ENSURE(client_of(connection.object) == id);
    if (!connection.player) continue;
    auto const of_player = by_player_.find(*connection.player);
    ENSURE(of_player != by_player_.end() && of_player->second.contains(object));
    ++players;
  }
  std::size_t indexed = 0;
  for (auto const& [player, objects] : by_player_) {
    ENSURE(!objects.empty());
    indexed += objects.size();
  }
  ENSURE(indexed == players && by_object_.size() == by_id_.size());
}

void Connections::index(Connection const& connection) {
  by_object_.insert_or_assign(connection.object.id, connection.client_id);
  if (connection.player) by_player_[*connection.player].insert(connection.object.id);
}

void Connections::unindex(Connection const& connection) {
  by_object_.erase(connection.object.id);
  if (!connection.player) return;
  auto const place = by_player_.find(*connection.player);
  ENSURE(place != by_player_.end());
  place->second.erase(connection.object.id);
  if (place->second.empty()) by_player_.erase(place);
}

}  // namespace drydock::moor::sessions
