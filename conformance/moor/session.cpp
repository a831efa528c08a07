#include "conformance/moor/session.hpp"

namespace drydock::conformance {

void hold_session(FakeDaemon& daemon) {
  daemon.attach();
  for (int round = 0; round < 10; ++round) {
    daemon.expect_pong();
    Uuid const id = daemon.request({"Hello", "World", round});
    daemon.expect_answer(id);
  }
}

std::vector<moor::Var> sleep_for(double seconds) { return {moor::list_of({"sleep", seconds})}; }

}  // namespace drydock::conformance
