#pragma once

#include <set>

#include "program/session/storing_client.hpp"
#include "reference/moor/codec/events.hpp"

namespace drydock::program {

/// For tests: somebody whose tasks wait for what will not come, and who hears events.
class WaitingCaller {
 public:
  WaitingCaller(std::string const& rpc, std::string const& events, DaemonLife& life, Rng rng);

  void enter();
  /// Starts a task that reads and one that asks a worker, and waits until both wait.
  void begin_waiting(HandedOut& all);
  /// After a restart: waits until it is told that each of them ended, and sees that nothing takes
  /// an answer any more. The number of tasks.
  std::size_t await_release();

 private:
  moor::ClientEventUnion next_event();
  std::uint64_t submit(std::string const& command, HandedOut& all);

  RpcCaller caller_;
  transport::RawSocket events_;
  Uuid client_;
  moor::ClientToken token_;
  moor::AuthToken auth_;
  std::set<std::uint64_t> waiting_;
  Uuid asked_;
};

}  // namespace drydock::program
