#pragma once

#include <map>
#include <utility>

#include "reference/machine/record_store.hpp"

namespace drydock {

/// Records that live as long as this object does, for tests and for daemons that keep nothing.
class MemoryStore final : public RecordStore {
 public:
  Result<void> commit(std::vector<RecordChange> const& changes) override {
    if (broken) return fail("the store is broken");
    if (full) return fail("the store is full");
    if (is_dead_ || (commits_left_ > 0 && --commits_left_ == 0)) {
      is_dead_ = true;
      return fail("the process ends");
    }
    for (RecordChange const& change : changes) {
      if (change.value) {
        records_.insert_or_assign(change.key, *change.value);
      } else {
        records_.erase(change.key);
      }
    }
    return {};
  }
  Result<std::vector<Record>> read_all(std::string_view prefix) override {
    if (broken) return fail("the store is broken");
    std::vector<Record> found;
    for (auto place = records_.lower_bound(prefix);
         place != records_.end() && place->first.starts_with(prefix); ++place) {
      found.push_back({place->first, place->second});
    }
    return found;
  }

  std::size_t size() const { return records_.size(); }
  /// The process dies at the commit of that number from now on, counted from 1: that one is not
  /// done, nor any later one, until another process begins.
  void die_at(std::size_t number) { commits_left_ = number; }
  bool is_dead() const { return is_dead_; }
  void begin_anew() {
    commits_left_ = 0;
    is_dead_ = false;
  }
  /// From now on nothing can be read or written, until it is false again.
  bool broken = false;
  /// While it is set nothing can be written.
  bool full = false;

 private:
  std::map<std::string, Bytes, std::less<>> records_;
  std::size_t commits_left_ = 0;
  bool is_dead_ = false;
};

}  // namespace drydock
