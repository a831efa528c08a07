#include "reference/machine/owing_store.hpp"

namespace drydock {

Result<void> OwingStore::owe(std::vector<RecordChange> const& changes) {
  auto stored = commit(changes);
  if (stored) return stored;
  for (RecordChange const& change : changes) owed_.insert_or_assign(change.key, change.value);
  return stored;
}

Result<void> OwingStore::commit(std::vector<RecordChange> const& changes) {
  if (owed_.empty()) return changes.empty() ? Result<void>{} : store_.commit(changes);
  std::vector<RecordChange> all;
  for (auto const& [key, value] : owed_) all.push_back({key, value});
  all.insert(all.end(), changes.begin(), changes.end());
  auto stored = store_.commit(all);
  if (stored) owed_.clear();
  return stored;
}

}  // namespace drydock
