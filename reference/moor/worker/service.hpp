#pragma once

#include <string>
#include <variant>
#include <vector>

#include "reference/core/time.hpp"
#include "reference/moor/codec/obj.hpp"
#include "reference/moor/codec/var.hpp"
#include "reference/moor/codec/worker_messages.hpp"

namespace drydock::moor::worker {

/// What a service is asked to do, and for whom.
struct Job {
  Obj perms;
  std::vector<Var> arguments;
};

using Answer = std::variant<Var, WorkerError>;

/// The answer, and how long the work for it takes: the worker sends it when that time has passed.
struct Work {
  Answer answer;
  Duration takes{0};
};

/// What a worker does for its living. Total: every list of arguments has an answer.
class Service {
 public:
  virtual ~Service() = default;
  virtual Work perform(Job const& job) = 0;
};

}  // namespace drydock::moor::worker
