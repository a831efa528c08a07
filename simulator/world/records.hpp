#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/machine/record_store.hpp"
#include "simulator/world/disk.hpp"

namespace drydock::simulator {

/// The database of one node, on its disk: what was committed is there after a crash, and while the
/// disk is full no commit succeeds.
class Records final : public RecordStore {
 public:
  /// Is told of each commit that succeeded, before it is done.
  using OnCommit = std::function<void(std::vector<RecordChange> const& changes)>;
  using Content = std::map<std::string, Bytes, std::less<>>;

  /// `disk` outlives it.
  explicit Records(Disk& disk, OnCommit on_commit = {})
      : disk_(disk), on_commit_(std::move(on_commit)) {}
  Records(Records const&) = delete;
  Records& operator=(Records const&) = delete;

  Result<void> commit(std::vector<RecordChange> const& changes) override;
  Result<std::vector<Record>> read_all(std::string_view prefix) override;

  // Faults.

  /// Somebody else has locked it: no commit succeeds.
  void set_busy(bool busy) { busy_ = busy; }
  bool is_busy() const { return busy_; }
  /// From now on what is committed is lost by `lose_unsynced`.
  void keep_unsynced() { synced_ = content_; }
  void lose_unsynced();

  /// By key.
  Content const& content() const { return content_; }
  /// What was there before its process ever ran. No commit of that process.
  void set_content(Content content) { content_ = std::move(content); }

 private:
  Disk& disk_;
  OnCommit on_commit_;
  Content content_;
  bool busy_ = false;
  std::optional<Content> synced_;
};

}  // namespace drydock::simulator
