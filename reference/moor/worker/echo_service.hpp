#pragma once

#include "reference/moor/worker/service.hpp"

namespace drydock::moor::worker {

/// Answers a list of the string `echo_response` and the arguments. Source: workers 6.
class EchoService : public Service {
 public:
  Work perform(Job const& job) override;
};

/// Echoes, except that a first argument of `{"sleep", seconds}` makes it take that long (at most a
/// day), `{"fail", message}` makes it fail with WorkerRequestError, and `{"perms"}` puts the
/// request's perms second in the result. Source: design, "The test service".
class TestService : public Service {
 public:
  Work perform(Job const& job) override;
};

}  // namespace drydock::moor::worker
