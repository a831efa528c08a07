#include "reference/moor/tasks/task_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace drydock::moor::tasks {
namespace {

constexpr std::string_view client_prefix = "task_client/";
constexpr std::string_view ids_key = "task_ids";
constexpr std::uint64_t ids_at_once = 1000;

Result<std::uint64_t> number_in(std::string_view text, std::string const& key) {
  std::uint64_t number = 0;
  auto const [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (wrong != std::errc{} || end != text.data() + text.size())
    return fail(fmt::format("the record {} holds \"{}\", which is no number", key, text));
  return number;
}

/// A client, and behind it what it is to hear, if that is known.
Result<TaskRecords::Note> note_of(Record const& record) {
  constexpr std::size_t client_size = sizeof(Uuid::bytes);
  ByteView const bytes{record.value};
  auto const client = Uuid::from_bytes(bytes.first(std::min(client_size, bytes.size())));
  if (!client) return fail(record.key + ": " + client.error().message);
  TaskRecords::Note note{*client};
  ByteView const end = bytes.subspan(client_size);
  if (!end.empty()) note.end.emplace(end.begin(), end.end());
  return note;
}

}  // namespace

std::string TaskRecords::key_of(std::uint64_t task) {
  return fmt::format("{}{:020}", client_prefix, task);
}

RecordChange TaskRecords::ended(std::uint64_t task, Uuid const& client, ByteView end) {
  if (auto const change = changes_.find(task); change != changes_.end()) {
    change->second.may_be_stored = true;
  }
  Bytes value = client.to_bytes();
  value.insert(value.end(), end.begin(), end.end());
  return {key_of(task), std::move(value)};
}

void TaskRecords::not_ended(std::uint64_t task) {
  auto const change = changes_.find(task);
  if (change != changes_.end()) change->second.may_be_stored = false;
}

Result<std::map<std::uint64_t, TaskRecords::Note>> TaskRecords::load() {
  auto const ids = store_.read_all(ids_key);
  if (!ids) return tl::make_unexpected(ids.error());
  for (Record const& record : *ids) {
    auto const number = number_in(drydock::text_of(record.value), record.key);
    if (!number) return tl::make_unexpected(number.error());
    next_ = reserved_ = *number;
  }
  auto const records = store_.read_all(client_prefix);
  if (!records) return tl::make_unexpected(records.error());
  std::map<std::uint64_t, Note> notes;
  for (Record const& record : *records) {
    auto const id =
        number_in(std::string_view{record.key}.substr(client_prefix.size()), record.key);
    auto note = note_of(record);
    if (!id) return tl::make_unexpected(id.error());
    if (!note) return tl::make_unexpected(note.error());
    notes.emplace(*id, *std::move(note));
    skip(*id);
  }
  return notes;
}

void TaskRecords::skip(std::uint64_t id) { next_ = std::max(next_, id + 1); }

Result<std::uint64_t> TaskRecords::take_id() {
  if (next_ >= reserved_) {
    std::uint64_t const reserve = next_ + ids_at_once;
    auto const stored =
        store_.commit({RecordChange{std::string(ids_key), bytes_of(fmt::format("{}", reserve))}});
    if (!stored) return tl::make_unexpected(stored.error());
    reserved_ = reserve;
  }
  return next_++;
}

void TaskRecords::note(std::uint64_t task, Uuid const& client) { changes_[task] = {client}; }

bool TaskRecords::forget(std::uint64_t task) {
  auto const change = changes_.find(task);
  if (change == changes_.end() || change->second.may_be_stored) {
    changes_[task] = {};
    return false;
  }
  if (!change->second.client) return false;
  changes_.erase(change);
  return true;
}

Result<void> TaskRecords::store() {
  if (changes_.empty()) return {};
  std::vector<RecordChange> changes;
  for (auto const& [task, change] : changes_) {
    std::optional<Bytes> value;
    if (change.client) value = change.client->to_bytes();
    changes.push_back({key_of(task), std::move(value)});
  }
  auto const stored = store_.commit(changes);
  if (stored) changes_.clear();
  return stored;
}

}  // namespace drydock::moor::tasks
