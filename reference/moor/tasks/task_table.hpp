#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "reference/moor/tasks/entry.hpp"

namespace drydock::moor::tasks {

/// All tasks that are not over, by id and by what they wait for.
class TaskTable {
 public:
  /// Ready to run, after those that already are.
  Entry& add(Entry entry);
  Entry* find(std::uint64_t id);
  Entry const* find(std::uint64_t id) const;
  /// Takes the task out, whatever it waits for.
  std::optional<Entry> take(std::uint64_t id);
  std::map<std::uint64_t, Entry> const& all() const { return entries_; }
  std::size_t size() const { return entries_.size(); }

  /// The task waits for something else now.
  void move(std::uint64_t id, State state);
  /// The one whose transaction is open, else the one that has been ready for longest.
  std::optional<std::uint64_t> next() const;
  std::optional<std::uint64_t> interrupted() const { return interrupted_; }
  std::optional<VirtualTime> next_wake() const;
  /// Those whose sleep is over, the earliest first.
  std::vector<std::uint64_t> due(VirtualTime now) const;
  std::optional<std::uint64_t> reader(Uuid const& request) const;
  std::optional<std::uint64_t> asker(Uuid const& request) const;

  void check_invariants() const;

 private:
  void enter(std::uint64_t id, State const& state);
  void leave(std::uint64_t id, State const& state);

  std::map<std::uint64_t, Entry> entries_;
  std::deque<std::uint64_t> ready_;
  std::optional<std::uint64_t> interrupted_;
  std::set<std::pair<VirtualTime, std::uint64_t>> sleeping_;
  std::map<Uuid, std::uint64_t> reading_;
  std::map<Uuid, std::uint64_t> asking_;
};

}  // namespace drydock::moor::tasks
