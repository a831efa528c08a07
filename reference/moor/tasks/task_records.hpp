#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "reference/core/uuid.hpp"
#include "reference/machine/record_store.hpp"

namespace drydock::moor::tasks {

/// What is stored of tasks beside what they are: their ids, so that none comes twice (HQ-50), and
/// whose end somebody waits for, so that he hears of it after a restart too: of the true one, where
/// the task's last step was stored.
class TaskRecords {
 public:
  struct Note {
    Uuid client;
    /// What he is to hear, once the task is over.
    std::optional<Bytes> end = {};
    friend bool operator==(Note const&, Note const&) = default;
  };

  /// `store` outlives it.
  explicit TaskRecords(RecordStore& store) : store_(store) {}

  /// Who waits for the end of a task, by task. Fails naming a record that is none.
  Result<std::map<std::uint64_t, Note>> load();
  /// Ids from now on are above this one too.
  void skip(std::uint64_t id);
  /// Ids from now on count from 0, as in stock mooR.
  void restart_ids() { next_ = 0; }

  /// A new id. Fails where the store does.
  Result<std::uint64_t> take_id();

  // Stored by the next `store` that succeeds, all at once.
  void note(std::uint64_t task, Uuid const& client);
  /// True where nothing of it has been stored.
  bool forget(std::uint64_t task);
  Result<void> store();

  /// To be stored with the last step of a task that was noted: by somebody else, so that from now
  /// on something of it may be stored.
  RecordChange ended(std::uint64_t task, Uuid const& client, ByteView end);
  /// That was not stored.
  void not_ended(std::uint64_t task);
  static std::string key_of(std::uint64_t task);

 private:
  RecordStore& store_;
  std::uint64_t next_ = 0;
  std::uint64_t reserved_ = 0;  // Ids below it may have been given.
  struct Change {
    std::optional<Uuid> client;  // Who waits; absent if nobody does any more.
    bool may_be_stored = false;  // With an end.
  };
  std::map<std::uint64_t, Change> changes_;
};

}  // namespace drydock::moor::tasks
