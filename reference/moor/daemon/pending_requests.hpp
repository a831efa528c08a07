#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "reference/core/time.hpp"
#include "reference/core/uuid.hpp"
#include "reference/machine/machine.hpp"

namespace drydock::moor::daemon {

/// Who waits for an answer: a route of the callers' socket, and the id that it gave its request. A
/// task of this daemon has no route.
struct Caller {
  PeerId peer;
  Uuid request_id;
  bool is_task() const { return peer.socket.empty(); }
  friend bool operator==(Caller const&, Caller const&) = default;
};

/// A request that was published and is not answered yet.
struct Pending {
  Uuid id;
  Uuid worker_id;
  Caller caller;
  std::uint64_t sequence = 0;  // Requests of one worker fail in the order they were issued.
  bool is_load = true;         // Whether it counts as load of its worker; old ones do not.
};

/// All pending requests, by request and by worker.
class PendingRequests {
 public:
  void add(Pending pending);
  /// Takes out the request if it is pending at that worker.
  std::optional<Pending> take(Uuid const& worker_id, Uuid const& request_id);
  /// Takes out the request, wherever it is pending.
  std::optional<Pending> take(Uuid const& request_id);
  /// Takes out all of one worker, in the order in which they were issued.
  std::vector<Pending> take_all_of(Uuid const& worker_id);
  /// Takes out everything, in the order in which it was issued.
  std::vector<Pending> take_all();

  Pending const* find(Uuid const& request_id) const;
  /// How many of a worker's requests count as load.
  std::size_t load_of(Uuid const& worker_id) const;
  /// The request is too old to count as load, but stays pending.
  void stop_counting(Uuid const& request_id);
  std::size_t size() const { return requests_.size(); }
  /// Exchanges the callers of this request and of another one at its worker (Defect::wrong_caller).
  void swap_caller_with_another(Uuid const& request_id);

  void check_invariants() const;
  void check_everything() const;

 private:
  struct OfWorker {
    std::map<std::uint64_t, Uuid> ids;  // By sequence.
    std::size_t load = 0;
  };

  std::map<Uuid, Pending> requests_;
  std::map<Uuid, OfWorker> by_worker_;
  std::uint64_t issued_ = 0;
};

}  // namespace drydock::moor::daemon
