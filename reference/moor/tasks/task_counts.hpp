#pragma once

#include <string_view>
#include <vector>

#include "reference/machine/counted_store.hpp"
#include "reference/moo/host.hpp"
#include "reference/moor/codec/host_messages.hpp"

namespace drydock::moor::tasks {

/// What running tasks comes to, from the start of the daemon on.
struct TaskCounts {
  moo::Counted submitted;
  moo::Counted steps;  // Transactions, or parts of long ones; the time is the processor's.
  moo::Counted ended;  // With the time from each task's first step to its end.
  moo::Counted suspended;
  moo::Counted inputs_requested;
  moo::Counted workers_asked;
  std::vector<moo::Counted> calls;  // By function.
};

/// As hosts are told it, in one of the categories `sched`, `db` and `bf` of hosts 3.2; of functions
/// those that were called. `store` is null where nobody counts.
std::vector<Counter> counters_of(std::string_view category, TaskCounts const& counts,
                                 CountedStore const* store);

}  // namespace drydock::moor::tasks
