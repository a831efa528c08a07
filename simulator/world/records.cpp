#include "simulator/world/records.hpp"

#include <utility>

namespace drydock::simulator {

Result<void> Records::commit(std::vector<RecordChange> const& changes) {
  if (disk_.strikes()) return fail("cannot commit: the process ends");
  if (busy_) return fail("cannot commit: database is locked");
  if (disk_.is_full()) return fail("cannot commit: no space left on device");
  if (on_commit_) on_commit_(changes);
  for (RecordChange const& change : changes) {
    if (change.value) {
      content_[change.key] = *change.value;
    } else {
      content_.erase(change.key);
    }
  }
  return {};
}

void Records::lose_unsynced() {
  if (synced_) content_ = *std::exchange(synced_, std::nullopt);
}

Result<std::vector<Record>> Records::read_all(std::string_view prefix) {
  std::vector<Record> records;
  for (auto at = content_.lower_bound(prefix); at != content_.end(); ++at) {
    if (!at->first.starts_with(prefix)) break;
    records.push_back({at->first, at->second});
  }
  return records;
}

}  // namespace drydock::simulator
