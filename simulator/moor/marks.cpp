#include "simulator/moor/marks.hpp"

namespace drydock::simulator {

std::vector<std::string_view> moor_marks() {
  return {
      "daemon.answer-of-nobody",
      "daemon.request-timed-out",
      "daemon.stops-with-request",
      "daemon.too-many-pending",
      "daemon.worker-gone-with-request",
      "network.handshake-given-up",
      "network.handshake-stalled",
      "network.lost-on-arrival",
      "network.publication-dropped",
      "network.request-locked",
      "worker.key-refused",
      "worker.subscription-refused",
      "worker.token-refused",
      "world.killed-between-writes",
  };
}

}  // namespace drydock::simulator
