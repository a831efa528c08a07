#include "reference/moor/tasks/task_table.hpp"

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::moor::tasks {
namespace {

std::optional<std::uint64_t> found_in(std::map<Uuid, std::uint64_t> const& requests,
                                      Uuid const& request) {
  auto const found = requests.find(request);
  return found == requests.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

Entry& TaskTable::add(Entry entry) {
  auto const id = entry.task.id();
  auto const [place, fresh] = entries_.emplace(id, std::move(entry));
  ENSURE(fresh);
  enter(id, place->second.state);
  return place->second;
}

Entry* TaskTable::find(std::uint64_t id) {
  auto const found = entries_.find(id);
  return found == entries_.end() ? nullptr : &found->second;
}

Entry const* TaskTable::find(std::uint64_t id) const {
  auto const found = entries_.find(id);
  return found == entries_.end() ? nullptr : &found->second;
}

std::optional<Entry> TaskTable::take(std::uint64_t id) {
  auto node = entries_.extract(id);
  if (!node) return std::nullopt;
  leave(id, node.mapped().state);
  return std::move(node.mapped());
}

void TaskTable::move(std::uint64_t id, State state) {
  auto const found = entries_.find(id);
  ENSURE(found != entries_.end());
  leave(id, found->second.state);
  found->second.state = state;
  enter(id, state);
}

void TaskTable::enter(std::uint64_t id, State const& state) {
  if (std::holds_alternative<Ready>(state)) {
    ready_.push_back(id);
  } else if (std::holds_alternative<Interrupted>(state)) {
    ENSURE(!interrupted_);
    interrupted_ = id;
  } else if (auto const* sleeping = std::get_if<Sleeping>(&state)) {
    if (sleeping->wakes_at) sleeping_.emplace(*sleeping->wakes_at, id);
  } else if (auto const* reading = std::get_if<Reading>(&state)) {
    reading_.emplace(reading->request, id);
  } else {
    asking_.emplace(std::get<AskingWorker>(state).request, id);
  }
}

void TaskTable::leave(std::uint64_t id, State const& state) {
  if (std::holds_alternative<Ready>(state)) {
    ready_.erase(std::find(ready_.begin(), ready_.end(), id));
  } else if (std::holds_alternative<Interrupted>(state)) {
    interrupted_.reset();
  } else if (auto const* sleeping = std::get_if<Sleeping>(&state)) {
    if (sleeping->wakes_at) sleeping_.erase({*sleeping->wakes_at, id});
  } else if (auto const* reading = std::get_if<Reading>(&state)) {
    reading_.erase(reading->request);
  } else {
    asking_.erase(std::get<AskingWorker>(state).request);
  }
}

std::optional<std::uint64_t> TaskTable::next() const {
  if (interrupted_) return interrupted_;
  return ready_.empty() ? std::nullopt : std::optional(ready_.front());
}

std::optional<VirtualTime> TaskTable::next_wake() const {
  return sleeping_.empty() ? std::nullopt : std::optional(sleeping_.begin()->first);
}

std::vector<std::uint64_t> TaskTable::due(VirtualTime now) const {
  std::vector<std::uint64_t> ids;
  for (auto const& [at, id] : sleeping_) {
    if (at > now) break;
    ids.push_back(id);
  }
  return ids;
}

std::optional<std::uint64_t> TaskTable::reader(Uuid const& request) const {
  return found_in(reading_, request);
}

std::optional<std::uint64_t> TaskTable::asker(Uuid const& request) const {
  return found_in(asking_, request);
}

void TaskTable::check_invariants() const {
  std::size_t endless = 0;
  for (auto const& [id, entry] : entries_) {
    ENSURE(entry.task.id() == id);
    auto const* sleeping = std::get_if<Sleeping>(&entry.state);
    if (sleeping != nullptr && !sleeping->wakes_at) ++endless;
  }
  ENSURE(entries_.size() == ready_.size() + (interrupted_ ? 1 : 0) + sleeping_.size() +
                                reading_.size() + asking_.size() + endless);
}

}  // namespace drydock::moor::tasks
