#include "simulator/world/records.hpp"

namespace drydock::simulator {

Result<void> Records::commit(std::vector<RecordChange> const& changes) {
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

Result<std::vector<Record>> Records::read_all(std::string_view prefix) {
  std::vector<Record> records;
  for (auto at = content_.lower_bound(prefix); at != content_.end(); ++at) {
    if (!at->first.starts_with(prefix)) break;
    records.push_back({at->first, at->second});
  }
  return records;
}

}  // namespace drydock::simulator
