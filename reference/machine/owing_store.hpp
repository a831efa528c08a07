#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/machine/record_store.hpp"

namespace drydock {

/// A store in front of another one, for what has happened already whether it is stored or not, such
/// as the end of a connection: what cannot be stored now is owed, and goes before whatever is
/// committed next.
class OwingStore final : public RecordStore {
 public:
  /// `store` outlives it.
  explicit OwingStore(RecordStore& store) : store_(store) {}

  /// Stores the changes together with all that is owed; fails with what the store says, and then
  /// they are owed too, of each record the last.
  Result<void> owe(std::vector<RecordChange> const& changes);
  /// What is owed of a record is not due any more.
  void forgive(std::string const& key) { owed_.erase(key); }
  /// Tries to store what is owed.
  Result<void> settle() { return owe({}); }
  bool owes() const { return !owed_.empty(); }

  /// With what is owed, which is done before. Fails as a whole.
  Result<void> commit(std::vector<RecordChange> const& changes) override;
  /// Without what is owed, as a restart would find it.
  Result<std::vector<Record>> read_all(std::string_view prefix) override {
    return store_.read_all(prefix);
  }

 private:
  RecordStore& store_;
  std::map<std::string, std::optional<Bytes>> owed_;
};

}  // namespace drydock
