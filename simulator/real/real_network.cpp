#include "simulator/real/real_network.hpp"

#include <algorithm>

#include "reference/core/bytes.hpp"
#include "reference/machine/zap.hpp"

namespace drydock::simulator {
namespace {

/// The least that a message takes on the wire.
std::size_t wire_size(Frames const& frames) {
  constexpr std::size_t head = 2;
  std::size_t size = 0;
  for (Frame const& frame : frames) size += head + frame.size();
  return size;
}

}  // namespace

RealNetwork::~RealNetwork() {
  for (auto& [end, opened] : sockets_) opened.socket->forget_linger();
  sockets_.clear();
}

void RealNetwork::enter(World& world) {
  world_ = &world;
  began_ = std::chrono::steady_clock::now();
}

VirtualTime RealNetwork::now() {
  return VirtualTime{
      std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - began_)};
}

std::pair<std::string, std::string> RealNetwork::key_of(std::string const& endpoint,
                                                        Frames const& frames) {
  return {endpoint, std::string(text_of(frames.back()))};
}

// What the proxy asks.

bool RealNetwork::is_blocked(NodeId from, NodeId to) {
  return world_->network().link(from, to).is_blocked() || world_->paused(from) ||
         world_->paused(to);
}

bool RealNetwork::refuses(NodeId from, NodeId to) {
  return world_->network().link(from, to).trouble().refuses;
}

/// What a link takes by default is about what the way through the proxy takes by itself.
Duration RealNetwork::delay(NodeId from, NodeId to) {
  Link& link = world_->network().link(from, to);
  if (link.settings() == LinkSettings{}) return Duration{0};
  return link.travel_time();
}

// What machines ask for.

void RealNetwork::open(NodeId node, OpenSocket const& request) {
  End const end{node, std::string(request.socket)};
  if (auto const old = sockets_.find(end); old != sockets_.end()) return;
  SocketSpec real = request.spec;
  for (std::string& endpoint : real.bind) {
    if (endpoint != zap_endpoint) endpoint = "ipc://" + proxy_.bind(end, endpoint);
  }
  for (std::string& endpoint : real.connect) {
    Result<std::string> const path = proxy_.connect(end, endpoint);
    if (!path) return tell(node, PeerDown{{request.socket}});
    endpoint = "ipc://" + *path;
  }
  transport::Context& context = contexts_[node];
  if (!context) context = transport::make_context();
  auto socket = transport::Socket::open(context, real, true);
  if (!socket) {
    world_->note(node, "no socket", socket.error().message);
    return tell(node, PeerDown{{request.socket}});
  }
  OpenedSocket opened{std::move(*socket), request.spec, request.socket, {}, {}};
  opened.topics.insert(request.spec.subscriptions.begin(), request.spec.subscriptions.end());
  sockets_.emplace(end, std::move(opened));
}

void RealNetwork::close(NodeId node, SocketName socket) {
  End const end{node, std::string(socket)};
  proxy_.close(end);
  sockets_.erase(end);
  std::erase_if(arrivals_, [&](Arrival const& arrival) {
    auto const* up = std::get_if<PeerUp>(&arrival.input);
    auto const* down = std::get_if<PeerDown>(&arrival.input);
    return arrival.node == node && ((up != nullptr && up->peer.socket == socket) ||
                                    (down != nullptr && down->peer.socket == socket));
  });
}

void RealNetwork::end(NodeId node, bool orderly) {
  if (!orderly) proxy_.lose(node);
  for (auto entry = sockets_.begin(); entry != sockets_.end();) {
    if (entry->first.node != node) {
      ++entry;
      continue;
    }
    if (!orderly) entry->second.socket->forget_linger();
    proxy_.close(entry->first);
    entry = sockets_.erase(entry);
  }
  if (auto const context = contexts_.find(node); context != contexts_.end()) {
    old_contexts_.push_back(std::move(context->second));
    contexts_.erase(context);
  }
  std::erase_if(arrivals_, [&](Arrival const& arrival) { return arrival.node == node; });
}

void RealNetwork::send(NodeId node, PeerId const& to, Frames const& frames) {
  auto const place = sockets_.find({node, std::string(to.socket)});
  if (place == sockets_.end() || frames.empty()) return;
  OpenedSocket& opened = place->second;
  // Before, for libzmq's threads are quick.
  expect(place->first, opened, to, frames);
  remember(place->first, opened, frames);
  if (opened.spec.type == SocketType::sub && !frames.front().empty()) {
    std::string const topic(text_of(frames.front()).substr(1));
    if (frames.front()[0] == 1) opened.topics.insert(topic);
    if (frames.front()[0] == 0) opened.topics.erase(topic);
  }
  auto const sent = opened.socket->send(to.route, frames);
  if (!sent) world_->note(node, "unsent", sent.error().text);
}

/// So that whoever gets it can be told whose it is.
void RealNetwork::remember(End const& sender, OpenedSocket const& opened, Frames const& frames) {
  for (std::string const& endpoint : opened.spec.connect) {
    on_their_way_[key_of(endpoint, frames)].push_back(sender);
  }
}

/// Tells the proxy what is to come, and over which connections.
void RealNetwork::expect(End const& sender, OpenedSocket const& opened, PeerId const& to,
                         Frames const& frames) {
  std::size_t const size = wire_size(frames);
  if (!binds(opened.spec)) {
    proxy_.expect([&](End const& end, End const&) { return end == sender; }, true, size);
    return;
  }
  SocketType const type = opened.spec.type;
  bool const publishes = type == SocketType::pub || type == SocketType::xpub;
  auto const asker = opened.askers.find(to.route);
  proxy_.expect(
      [&](End const& end, End const& binding) {
        if (binding != sender) return false;
        if (publishes) return subscribes(end, frames);
        return asker != opened.askers.end() && asker->second == end;
      },
      false, size);
}

bool RealNetwork::subscribes(End const& end, Frames const& frames) const {
  auto const place = sockets_.find(end);
  if (place == sockets_.end()) return false;
  std::string_view const topic = text_of(frames.front());
  return std::any_of(place->second.topics.begin(), place->second.topics.end(),
                     [&](std::string const& prefix) { return topic.starts_with(prefix); });
}

// Faults.

bool RealNetwork::disconnect(NodeId a, NodeId b) {
  return proxy_.disconnect(
      [a, b](End const& one, End const& other) {
        return (one.node == a && other.node == b) || (one.node == b && other.node == a);
      },
      [this] { return now(); });
}

bool RealNetwork::disconnect(NodeId node, std::string_view socket) {
  End const end{node, std::string(socket)};
  return proxy_.disconnect(
      [&end](End const& one, End const& other) { return one == end || other == end; },
      [this] { return now(); });
}

}  // namespace drydock::simulator
