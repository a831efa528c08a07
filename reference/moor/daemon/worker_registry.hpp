#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reference/core/wall_time.hpp"
#include "reference/machine/machine.hpp"
#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/daemon/settings.hpp"

namespace drydock::moor::daemon {

/// A token that a worker showed and that was good; `good_until` is its end, leeway included.
struct ShownToken {
  std::string text;
  WallTime good_until;
};

/// What the daemon knows of one worker. Source: workers 3.1.
struct WorkerRecord {
  Symbol type;
  std::string folded_type;
  VirtualTime last_seen;     // The last accepted attach or pong.
  std::string owner;         // The user id that attached it; empty where nobody was authenticated.
  std::uint64_t chosen = 0;  // When it was last dispatched to, as a count of dispatches.
  /// In the strict profile; of several the one that is good for longest.
  std::optional<ShownToken> shown = {};
};

/// The records of all live workers, each with its lease: a record whose worker is silent for longer
/// than `silence_max` is to be removed when its `worker_silent` timer fires.
class WorkerRegistry {
 public:
  explicit WorkerRegistry(Settings const& settings) : settings_(settings) {}

  /// Makes a record, or a fresh one in place of the old. False when there is no room for more.
  bool attach(VirtualTime now, Uuid const& id, Symbol const& type, std::string const& owner,
              Outbox& out);
  /// Renews the lease of a worker that is known; false if it is not.
  bool renew(VirtualTime now, Uuid const& id, Outbox& out);
  bool remove(Uuid const& id, Outbox& out);
  /// Notes the token of a message of that worker, if the message left a record.
  void note_token(Uuid const& id, ShownToken token);

  WorkerRecord const* find(Uuid const& id) const;
  std::map<Uuid, WorkerRecord> const& records() const { return records_; }
  /// Notes that a request went to `id`, which breaks later ties in favour of others.
  void note_dispatch(Uuid const& id);
  /// `type` in the form in which types are compared.
  std::string folded(Symbol const& type) const;

  static constexpr std::string_view silent_timer = "worker_silent";

 private:
  void watch(VirtualTime now, Uuid const& id, Outbox& out) const;

  Settings const& settings_;
  std::map<Uuid, WorkerRecord> records_;
  std::uint64_t dispatches_ = 0;
};

}  // namespace drydock::moor::daemon
