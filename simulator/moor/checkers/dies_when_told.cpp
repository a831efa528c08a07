#include "simulator/moor/checkers/dies_when_told.hpp"

#include <algorithm>

namespace drydock::simulator {
namespace {

constexpr Duration death_within = std::chrono::seconds{10};

}  // namespace

void DiesWhenTold::on_told_to_die(VirtualTime now, NodeId node, bool is_meant) {
  if (is_meant) told_.emplace(node, now);
}

void DiesWhenTold::on_stop_requested(VirtualTime now, NodeId node) { told_.emplace(node, now); }

void DiesWhenTold::on_exit(VirtualTime, NodeId node, Exit const& exit) {
  if (exit.code == 0 && !told_.contains(node)) fail("a worker ended that nobody had told to");
}

void DiesWhenTold::on_input(VirtualTime now, NodeId, Input const&) {
  for (auto const& [node, since] : told_) {
    Pace const& pace = paces_[node];
    if (pace.is_hampered()) continue;
    if (now <= std::max(since, pace.at_full_speed_since()) + death_within) continue;
    return fail("a worker that was told to die lives 10 s later");
  }
}

void DiesWhenTold::on_worker(VirtualTime now, NodeId node, NodeEvent event) {
  paces_[node].on_node(now, event);
  if (event == NodeEvent::crashed || event == NodeEvent::exited) told_.erase(node);
}

}  // namespace drydock::simulator
