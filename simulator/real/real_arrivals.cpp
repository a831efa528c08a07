#include <zmq.h>

#include <algorithm>

#include "simulator/real/real_network.hpp"

// What comes to nodes that run over libzmq.

namespace drydock::simulator {

void RealNetwork::tell(NodeId node, Input input) {
  arrivals_.push_back({node, no_node, std::move(input)});
}

/// Whether it would take an input at once: a slow one is busy, and a paused one stands still.
bool RealNetwork::is_ready(NodeId node) {
  return world_->running(node) && !world_->paused(node) && world_->busy_until(node) <= now();
}

void RealNetwork::wait(VirtualTime until) {
  proxy_.pump(now());
  if (let_one_arrive()) return;
  std::vector<zmq_pollitem_t> items;
  for (auto const& [end, opened] : sockets_) {
    if (!is_ready(end.node)) continue;
    if (opened.socket->listens()) items.push_back({opened.socket->socket(), 0, ZMQ_POLLIN, 0});
    if (void* const monitor = opened.socket->monitor()) {
      items.push_back({monitor, 0, ZMQ_POLLIN, 0});
    }
  }
  std::vector<pollfd> descriptors;
  proxy_.watch(descriptors, now());
  for (pollfd const& one : descriptors) {
    items.push_back(
        {nullptr, one.fd, static_cast<short>(one.events == POLLIN ? ZMQ_POLLIN : ZMQ_POLLOUT), 0});
  }
  zmq_poll(items.data(), static_cast<int>(items.size()), patience(until));
  proxy_.pump(now());
}

/// In whole milliseconds, rounded up.
long RealNetwork::patience(VirtualTime until) {
  VirtualTime const instant = now();
  if (auto const next = proxy_.next_pump(instant)) until = std::min(until, *next);
  for (auto const& [end, opened] : sockets_) {
    VirtualTime const ready = world_->busy_until(end.node);
    if (ready > instant) until = std::min(until, ready);
  }
  auto const left = std::chrono::ceil<std::chrono::milliseconds>(until - instant).count();
  return static_cast<long>(std::clamp<std::int64_t>(left, 0, INT32_MAX));
}

/// One at a time, since each may be the occasion for a fault; and each socket in its turn.
bool RealNetwork::let_one_arrive() {
  if (arrivals_.empty()) {
    std::vector<End> order;
    for (auto const& [end, opened] : sockets_) order.push_back(end);
    if (last_read_) {
      auto const first = std::upper_bound(order.begin(), order.end(), *last_read_);
      std::rotate(order.begin(), first, order.end());
    }
    for (End const& end : order) {
      if (!is_ready(end.node)) continue;
      OpenedSocket& opened = sockets_.at(end);
      read_changes(end, opened);
      if (arrivals_.empty() && take_from(end, opened)) last_read_ = end;
      if (!arrivals_.empty()) break;
    }
  }
  auto const next = std::find_if(arrivals_.begin(), arrivals_.end(),
                                 [this](Arrival const& one) { return is_ready(one.node); });
  if (next == arrivals_.end()) return false;
  Arrival arrival = std::move(*next);
  arrivals_.erase(next);
  world_->arrive(arrival.node, arrival.from, std::move(arrival.input));
  return true;
}

void RealNetwork::read_changes(End const& end, OpenedSocket& opened) {
  for (auto const change : opened.socket->peer_changes()) {
    if (change == transport::Socket::PeerChange::up) {
      tell(end.node, PeerUp{{opened.name}});
    } else {
      tell(end.node, PeerDown{{opened.name}, change == transport::Socket::PeerChange::refused});
    }
  }
}

bool RealNetwork::take_from(End const& end, OpenedSocket& opened) {
  if (!opened.socket->listens()) return false;
  auto message = opened.socket->receive();
  if (!message) return false;
  NodeId from = no_node;
  // Who subscribes an XPUB does not tell, here or in the model.
  if (!message->frames.empty() && opened.spec.type != SocketType::xpub) {
    if (auto const sender = sender_of(end, opened, message->frames)) {
      from = sender->node;
      if (binds(opened.spec)) opened.askers[message->route] = *sender;
    }
  }
  arrivals_.push_back({end.node, from,
                       Received{{opened.name, message->route},
                                std::move(message->frames),
                                std::move(message->user_id)}});
  return true;
}

std::optional<Proxy::End> RealNetwork::sender_of(End const& end, OpenedSocket const& opened,
                                                 Frames const& frames) {
  if (!binds(opened.spec)) return proxy_.reached_by(end);
  for (std::string const& endpoint : opened.spec.bind) {
    auto const place = on_their_way_.find(key_of(endpoint, frames));
    if (place == on_their_way_.end()) continue;
    End const sender = place->second.front();
    place->second.pop_front();
    if (place->second.empty()) on_their_way_.erase(place);
    return sender;
  }
  return std::nullopt;
}

}  // namespace drydock::simulator
