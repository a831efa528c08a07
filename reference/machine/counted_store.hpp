#pragma once

#include <cstdint>

#include "reference/machine/record_store.hpp"
#include "reference/machine/stopwatch.hpp"

namespace drydock {

/// A store that counts what is asked of it, and how long that takes.
class CountedStore final : public RecordStore {
 public:
  struct Counts {
    std::int64_t commits = 0;
    std::int64_t failed_commits = 0;
    Duration commit_time{0};
    std::int64_t records_put = 0;
    std::int64_t records_erased = 0;
    std::int64_t reads = 0;
    Duration read_time{0};
  };

  /// Both outlive it; without a stopwatch all times are 0.
  CountedStore(RecordStore& store, Stopwatch const* stopwatch)
      : store_(store), stopwatch_(stopwatch) {}

  Result<void> commit(std::vector<RecordChange> const& changes) override {
    Duration const begun = elapsed(stopwatch_);
    auto done = store_.commit(changes);
    counts_.commit_time += elapsed(stopwatch_) - begun;
    ++(done ? counts_.commits : counts_.failed_commits);
    if (!done) return done;
    for (RecordChange const& change : changes) {
      ++(change.value ? counts_.records_put : counts_.records_erased);
    }
    return done;
  }
  Result<std::vector<Record>> read_all(std::string_view prefix) override {
    Duration const begun = elapsed(stopwatch_);
    auto found = store_.read_all(prefix);
    counts_.read_time += elapsed(stopwatch_) - begun;
    ++counts_.reads;
    return found;
  }

  Counts const& counts() const { return counts_; }

 private:
  RecordStore& store_;
  Stopwatch const* stopwatch_;
  Counts counts_;
};

}  // namespace drydock
