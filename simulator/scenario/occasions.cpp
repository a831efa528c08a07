#include "simulator/scenario/occasions.hpp"

#include <algorithm>
#include <utility>

namespace drydock::simulator {

void Occasions::add(Occasion const& occasion, NodeId sender, NodeId receiver,
                    std::function<void()> action) {
  waiting_.push_back({occasion, sender, receiver, 0, std::move(action)});
}

void Occasions::on_output(VirtualTime, NodeId node, Output const& output) {
  auto const* send = std::get_if<Send>(&output);
  if (send == nullptr || waiting_.empty()) return;
  on_message(Occasion::Point::leaves, node, no_node, send->to.socket, send->frames);
}

void Occasions::on_network(VirtualTime, NetworkEvent const& event) {
  if (event.kind != NetworkEvent::Kind::delivered || waiting_.empty()) return;
  on_message(Occasion::Point::arrives, event.from, event.to, event.socket, *event.frames);
}

void Occasions::on_message(Occasion::Point point, NodeId sender, NodeId receiver, SocketName socket,
                           Frames const& frames) {
  bool const leaves = point == Occasion::Point::leaves;
  std::string kind;
  for (std::size_t at = 0; at < waiting_.size();) {
    Waiting& waiting = waiting_[at++];
    if (waiting.occasion.point != point || waiting.sender != sender) continue;
    if (waiting.receiver != no_node && waiting.receiver != receiver) continue;
    if (kind.empty()) {
      kind = leaves ? describer_.describe(sender, socket, Direction::leaves, frames)
                    : describer_.describe(receiver, socket, Direction::arrives, frames);
      kind.resize(std::min(kind.find('('), kind.size()));
    }
    if (waiting.occasion.message != kind) continue;
    if (++waiting.seen < waiting.occasion.ordinal) continue;
    world_.at(world_.now(), std::move(waiting.action));
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(--at));
  }
}

}  // namespace drydock::simulator
