#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/bytes.hpp"
#include "reference/core/result.hpp"

namespace drydock {

struct Record {
  std::string key;
  Bytes value;
  friend bool operator==(Record const&, Record const&) = default;
};

/// What is to become of one record: a new value, or nothing, which erases it.
struct RecordChange {
  std::string key;
  std::optional<Bytes> value;
  friend bool operator==(RecordChange const&, RecordChange const&) = default;
};

/// Many small records by key, such as `connection/<uuid>`: a database in real life, the simulator's
/// disk in simulation. Whoever acknowledges something to a peer commits it first.
class RecordStore {
 public:
  virtual ~RecordStore() = default;
  /// Does all of it or nothing, in the order given. Once this succeeded, a reader finds it after a
  /// crash at any instant. Fails with what the store says; then nothing has changed.
  virtual Result<void> commit(std::vector<RecordChange> const& changes) = 0;
  /// The records whose keys begin with `prefix`, in the order of their keys as bytes.
  virtual Result<std::vector<Record>> read_all(std::string_view prefix) = 0;
};

}  // namespace drydock
