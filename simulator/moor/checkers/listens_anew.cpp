#include "simulator/moor/checkers/listens_anew.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::simulator {
namespace {

constexpr Duration silence_tolerance = std::chrono::seconds{1};

}  // namespace

void ListensAnew::on_broadcast(VirtualTime now, NodeId node) {
  auto const place = heard_.find(node);
  if (place != heard_.end()) place->second = now;
}

void ListensAnew::on_dispatch_opened(VirtualTime now, NodeId node, bool opened) {
  if (opened) {
    heard_.insert_or_assign(node, now);
  } else {
    heard_.erase(node);
  }
}

/// Often enough: what is overdue stays so.
void ListensAnew::on_input(VirtualTime now, NodeId, Input const&) {
  if (now < next_look_) return;
  next_look_ = now + silence_tolerance;
  for (auto const& [node, since] : heard_) {
    Pace const& pace = paces_[node];
    if (pace.is_hampered()) continue;
    auto const bears = roles_.silences.find(node);
    if (bears == roles_.silences.end()) continue;
    VirtualTime const from = std::max(since, pace.at_full_speed_since());
    if (now <= from + bears->second + silence_tolerance) continue;
    return fail(fmt::format("a worker has heard nothing for {:.0f} s, and does not listen anew",
                            seconds_of(now - since)));
  }
}

void ListensAnew::on_worker(VirtualTime now, NodeId node, NodeEvent event) {
  paces_[node].on_node(now, event);
  if (event == NodeEvent::crashed || event == NodeEvent::exited) heard_.erase(node);
}

}  // namespace drydock::simulator
