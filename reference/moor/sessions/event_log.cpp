#include "reference/moor/sessions/event_log.hpp"

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moor::sessions {
namespace {

constexpr std::string_view key_prefix = "event-log/key/";
constexpr std::string_view event_prefix = "event-log/event/";
constexpr std::string_view shown_prefix = "event-log/shown/";
constexpr std::size_t timestamp_size = 8;

std::string prefix_of(std::string_view kind, Obj const& player) {
  return std::string(kind) + text_of(player) + "/";
}

std::string event_key(Obj const& player, Uuid const& id) {
  return prefix_of(event_prefix, player) + id.text();
}

/// Ids are any text, and keys are in the order of their bytes.
std::string shown_key(Obj const& player, std::string const& id) {
  return prefix_of(shown_prefix, player) + to_hex(bytes_of(id));
}

/// What comes before `blob` in a record, in a fixed number of bytes, the highest first.
Bytes with_number(std::uint64_t number, ByteView rest, ByteView blob) {
  Bytes record(timestamp_size + rest.size() + blob.size());
  for (std::size_t at = 0; at < timestamp_size; ++at) {
    record[at] = static_cast<std::uint8_t>(number >> (8 * (timestamp_size - 1 - at)) & 0xff);
  }
  auto const after = record.begin() + static_cast<std::ptrdiff_t>(timestamp_size);
  std::copy(blob.begin(), blob.end(), std::copy(rest.begin(), rest.end(), after));
  return record;
}

std::uint64_t number_in(ByteView record) {
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < timestamp_size; ++at) number = number << 8 | record[at];
  return number;
}

tl::unexpected<Error> damaged(std::string const& key) {
  return fail("the record " + key + " is damaged");
}

/// The player whose name stands between the prefix and the next slash, and what follows that.
Result<std::pair<Obj, std::string>> parts_of(std::string const& key, std::string_view prefix) {
  std::string_view const rest = std::string_view{key}.substr(prefix.size());
  auto const slash = std::min(rest.find('/'), rest.size());
  auto const named = parse_literal(rest.substr(0, slash));
  auto const* player = named ? named->as<Obj>() : nullptr;
  if (player == nullptr) return damaged(key);
  return std::pair{*player, std::string(rest.substr(std::min(slash + 1, rest.size())))};
}

/// From the first that is asked for to the end of those; how many of them, from which end.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint64_t limit = 0;
  bool newest = true;
};

Span span_of(HistoryRecallSinceEvent const& asked, std::uint64_t,
             std::vector<HistoricalNarrativeEvent> const& events) {
  auto const first = std::find_if(events.begin(), events.end(),
                                  [&](auto const& one) { return one.event_id > asked.event_id; });
  return {static_cast<std::size_t>(first - events.begin()), events.size(), asked.limit, false};
}

Span span_of(HistoryRecallUntilEvent const& asked, std::uint64_t,
             std::vector<HistoricalNarrativeEvent> const& events) {
  auto const last = std::find_if(events.begin(), events.end(),
                                 [&](auto const& one) { return one.event_id >= asked.event_id; });
  return {0, static_cast<std::size_t>(last - events.begin()), asked.limit, true};
}

Span span_of(HistoryRecallSinceSeconds const& asked, std::uint64_t now,
             std::vector<HistoricalNarrativeEvent> const& events) {
  constexpr std::uint64_t second = 1'000'000'000;
  std::uint64_t const ago = std::min(asked.seconds_ago, now / second) * second;
  auto const first = std::find_if(events.begin(), events.end(),
                                  [&](auto const& one) { return one.timestamp >= now - ago; });
  return {static_cast<std::size_t>(first - events.begin()), events.size(), asked.limit, true};
}

Span span_of(HistoryRecallNone const&, std::uint64_t,
             std::vector<HistoricalNarrativeEvent> const&) {
  return {};
}

}  // namespace

EventLog::EventLog(Settings const& settings, RecordStore& store, age::Entropy entropy)
    : settings_(settings), store_(store), entropy_(std::move(entropy)) {
  ENSURE(!settings_.enabled || entropy_);
}

Result<void> EventLog::load() {
  if (!settings_.enabled) return {};
  auto const keys = store_.read_all(key_prefix);
  if (!keys) return tl::make_unexpected(keys.error());
  for (Record const& record : *keys) {
    auto const parts = parts_of(record.key, key_prefix);
    if (!parts) return tl::make_unexpected(parts.error());
    std::string key{drydock::text_of(record.value)};
    if (!age::parse_recipient(key)) return damaged(record.key);
    keys_.insert_or_assign(parts->first, std::move(key));
  }
  auto const events = store_.read_all(event_prefix);
  if (!events) return tl::make_unexpected(events.error());
  for (Record const& record : *events) {
    auto const parts = parts_of(record.key, event_prefix);
    if (!parts) return tl::make_unexpected(parts.error());
    auto const id = Uuid::parse(parts->second);
    if (!id || record.value.size() < timestamp_size) return damaged(record.key);
    Held& held = held_[parts->first];
    held.events.emplace(*id, record.value.size());
    held.bytes += record.value.size();
  }
  auto const shown = store_.read_all(shown_prefix);
  if (!shown) return tl::make_unexpected(shown.error());
  for (Record const& record : *shown) {
    auto const parts = parts_of(record.key, shown_prefix);
    if (!parts) return tl::make_unexpected(parts.error());
    bool const whole = record.value.size() >= timestamp_size &&
                       record.value.size() - timestamp_size >= number_in(record.value);
    if (!whole) return damaged(record.key);
    held_[parts->first].shown.emplace(record.key, record.value.size());
  }
  return {};
}

std::string EventLog::public_key_of(Obj const& player) const {
  auto const found = keys_.find(player);
  return found == keys_.end() ? std::string{} : found->second;
}

Result<void> EventLog::set_public_key(Obj const& player, std::string const& public_key) {
  ENSURE(age::parse_recipient(public_key).has_value());
  if (!settings_.enabled) return {};
  auto const stored =
      store_.commit({{std::string(key_prefix) + text_of(player), bytes_of(public_key)}});
  if (stored) keys_.insert_or_assign(player, public_key);
  return stored;
}

void EventLog::keep(Obj const& player, NarrativeEvent const& event) {
  auto const key = keys_.find(player);
  if (key == keys_.end()) return;
  age::Recipient const to = age::parse_recipient(key->second).value();
  if (auto const* present = std::get_if<PresentEvent>(&event.event)) {
    keep_shown(player, to, present->presentation);
  } else if (auto const* unpresent = std::get_if<UnpresentEvent>(&event.event)) {
    auto const record = shown_key(player, unpresent->presentation_id);
    if (held_[player].shown.erase(record) != 0) changes_.push_back({record, std::nullopt});
  } else {
    keep_event(player, to, event);
  }
}

void EventLog::keep_event(Obj const& player, age::Recipient const& to,
                          NarrativeEvent const& event) {
  Result<Bytes> const plain = encode(event);
  if (!plain) return;  // Nobody gets to see it live either.
  Bytes record = with_number(event.timestamp, {}, age::encrypt(*plain, to, entropy_));
  if (record.size() > settings_.bytes_max) {
    troubles_.push_back({LogLevel::warning, "an event is too large for the event log"});
    return;
  }
  Held& held = held_[player];
  if (!held.events.emplace(event.event_id, record.size()).second) return;
  held.bytes += record.size();
  changes_.push_back({event_key(player, event.event_id), std::move(record)});
  make_room(player, held);
}

void EventLog::keep_shown(Obj const& player, age::Recipient const& to, Presentation const& shown) {
  Result<Bytes> const plain = encode(shown);
  if (!plain) return;
  auto const id = bytes_of(shown.id);
  Bytes record = with_number(id.size(), id, age::encrypt(*plain, to, entropy_));
  auto key = shown_key(player, shown.id);
  Held& held = held_[player];
  bool const has_room = held.shown.contains(key) || held.shown.size() < settings_.presentations_max;
  if (!has_room || record.size() > settings_.bytes_max / settings_.presentations_max) {
    troubles_.push_back({LogLevel::warning, "no room for a presentation in the event log"});
    return;
  }
  held.shown.insert_or_assign(key, record.size());
  changes_.push_back({std::move(key), std::move(record)});
}

void EventLog::make_room(Obj const& player, Held& held) {
  while (held.events.size() > settings_.events_max || held.bytes > settings_.bytes_max) {
    auto const oldest = held.events.begin();
    held.bytes -= oldest->second;
    changes_.push_back({event_key(player, oldest->first), std::nullopt});
    held.events.erase(oldest);
  }
}

void EventLog::store(Outbox& out) {
  for (Log& trouble : std::exchange(troubles_, {})) out.emplace_back(std::move(trouble));
  if (changes_.empty()) return;
  auto const stored = store_.commit(std::exchange(changes_, {}));
  if (stored) return;
  // What is held in memory only decides what is trimmed; the next start counts anew.
  out.emplace_back(
      Log{LogLevel::error, "events are not in the event log: " + stored.error().message});
}

Result<std::vector<HistoricalNarrativeEvent>> EventLog::events_of(Obj const& player) const {
  std::vector<HistoricalNarrativeEvent> events;
  auto const prefix = prefix_of(event_prefix, player);
  auto records = store_.read_all(prefix);
  if (!records) return tl::make_unexpected(records.error());
  for (Record& record : *records) {
    auto const id = Uuid::parse(record.key.substr(prefix.size()));
    if (!id || record.value.size() < timestamp_size) return damaged(record.key);
    std::uint64_t const timestamp = number_in(record.value);
    record.value.erase(record.value.begin(), record.value.begin() + timestamp_size);
    events.push_back({*id, timestamp, player, true, std::move(record.value)});
  }
  return events;
}

Result<HistoryResponse> EventLog::history(Obj const& player, HistoryRecall const& recall,
                                          std::uint64_t now) const {
  HistoryResponse response;
  response.time_range_start = response.time_range_end = now;
  if (!settings_.enabled) return response;
  auto events = events_of(player);
  if (!events) return tl::make_unexpected(events.error());
  Span span = std::visit([&](auto const& asked) { return span_of(asked, now, *events); }, recall);
  span.end = std::max(span.begin, span.end);
  response.total_events = span.end - span.begin;
  if (span.limit != 0 && response.total_events > span.limit) {
    response.has_more_before = true;
    auto const kept = static_cast<std::size_t>(span.limit);
    (span.newest ? span.begin : span.end) = span.newest ? span.end - kept : span.begin + kept;
  }
  for (std::size_t at = span.begin; at < span.end; ++at) {
    response.events.push_back(std::move((*events)[at]));
  }
  if (response.events.empty()) return response;
  auto const [first, last] =
      std::minmax_element(response.events.begin(), response.events.end(),
                          [](auto const& a, auto const& b) { return a.timestamp < b.timestamp; });
  response.time_range_start = first->timestamp;
  response.time_range_end = last->timestamp;
  response.earliest_event_id = response.events.front().event_id;
  response.latest_event_id = response.events.back().event_id;
  return response;
}

Result<std::vector<PresentationSnapshot>> EventLog::presentations(Obj const& player) const {
  std::vector<PresentationSnapshot> found;
  if (!settings_.enabled) return found;
  auto const records = store_.read_all(prefix_of(shown_prefix, player));
  if (!records) return tl::make_unexpected(records.error());
  for (Record const& record : *records) {
    ByteView const rest =
        ByteView{record.value}.subspan(std::min(timestamp_size, record.value.size()));
    if (record.value.size() < timestamp_size || rest.size() < number_in(record.value)) {
      return damaged(record.key);
    }
    auto const id_size = static_cast<std::size_t>(number_in(record.value));
    ByteView const blob = rest.subspan(id_size);
    found.push_back(
        {std::string(drydock::text_of(rest.first(id_size))), Bytes(blob.begin(), blob.end())});
  }
  return found;
}

Result<void> EventLog::dismiss(Obj const& player, std::string const& presentation_id) {
  auto const held = held_.find(player);
  auto const key = shown_key(player, presentation_id);
  if (held == held_.end() || !held->second.shown.contains(key)) return {};
  auto const stored = store_.commit({{key, std::nullopt}});
  if (stored) held->second.shown.erase(key);
  return stored;
}

Result<void> EventLog::erase(Obj const& player) {
  auto const held = held_.find(player);
  if (held == held_.end()) return {};
  std::vector<RecordChange> changes;
  for (auto const& [id, size] : held->second.events) {
    changes.push_back({event_key(player, id), std::nullopt});
  }
  for (auto const& [key, size] : held->second.shown) changes.push_back({key, std::nullopt});
  auto const stored = changes.empty() ? Result<void>{} : store_.commit(changes);
  if (stored) held_.erase(held);
  return stored;
}

}  // namespace drydock::moor::sessions
