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

LinkTrouble RealNetwork::trouble(NodeId from, NodeId to) {
  return world_->network().link(from, to).trouble();
}

bool RealNetwork::is_silent(NodeId node) { return world_->network().is_silent(node); }

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
    // All are paths here, and on tcp nobody can take over what is another's.
    if (endpoint.starts_with("tcp://") && proxy_.is_bound(endpoint)) {
      return tell(node, PeerDown{{request.socket}});
    }
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
  std::vector<Struck> const struck = expect(place->first, opened, to, frames);
  remember(place->first, opened, frames);
  if (opened.spec.type == SocketType::sub && !frames.front().empty()) {
    std::string const topic(text_of(frames.front()).substr(1));
    if (frames.front()[0] == 1) opened.topics.insert(topic);
    if (frames.front()[0] == 0) opened.topics.erase(topic);
  }
  auto const sent = opened.socket->send(to.route, frames);
  if (!sent) world_->note(node, "unsent", sent.error().text);
  break_under(struck);
}

/// So that whoever gets it can be told whose it is.
void RealNetwork::remember(End const& sender, OpenedSocket const& opened, Frames const& frames) {
  for (std::string const& endpoint : opened.spec.connect) {
    on_their_way_[key_of(endpoint, frames)].push_back(sender);
  }
}

/// Over which connections it goes.
Proxy::Which RealNetwork::heard_by(End const& sender, OpenedSocket const& opened, PeerId const& to,
                                   Frames const& frames) {
  if (!binds(opened.spec)) {
    return [&sender](End const& connecting, End const&) { return connecting == sender; };
  }
  SocketType const type = opened.spec.type;
  bool const publishes = type == SocketType::pub || type == SocketType::xpub;
  if (publishes) {
    return [this, &sender, &frames](End const& connecting, End const& binding) {
      return binding == sender && subscribes(connecting, frames);
    };
  }
  auto const asker = opened.askers.find(to.route);
  if (asker == opened.askers.end()) return [](End const&, End const&) { return false; };
  return [&sender, asked = asker->second](End const& connecting, End const& binding) {
    return binding == sender && connecting == asked;
  };
}

/// Tells the proxy what is to come, and of that, what will be late.
std::vector<RealNetwork::Struck> RealNetwork::expect(End const& sender, OpenedSocket const& opened,
                                                     PeerId const& to, Frames const& frames) {
  bool const connects = !binds(opened.spec);
  bool const is_message = opened.spec.type != SocketType::sub;
  std::vector<Struck> struck;
  Proxy::Which const which = heard_by(sender, opened, to, frames);
  proxy_.expect(
      [&](End const& connecting, End const& binding) {
        if (!which(connecting, binding)) return false;
        End const& hearer = connects ? binding : connecting;
        auto const strike =
            is_message ? world_->network().take_strike(hearer.node, hearer.socket) : std::nullopt;
        if (strike) struck.push_back({connecting, binding, strike->delay});
        return true;
      },
      connects, wire_size(frames));
  for (Struck const& one : struck) {
    if (one.delay == Duration{0}) continue;
    proxy_.delay_expected(
        [&](End const& connecting, End const& binding) {
          return connecting == one.connecting && binding == one.binding;
        },
        connects, now() + one.delay);
  }
  return struck;
}

void RealNetwork::break_under(std::vector<Struck> const& struck) {
  for (Struck const& one : struck) {
    if (one.delay > Duration{0}) continue;
    proxy_.disconnect(
        [&](End const& connecting, End const& binding) {
          return connecting == one.connecting && binding == one.binding;
        },
        [this] { return now(); });
  }
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

bool RealNetwork::forget(NodeId a, NodeId b, NodeId noticed_by) {
  return proxy_.forget(
      [a, b](End const& one, End const& other) {
        return (one.node == a && other.node == b) || (one.node == b && other.node == a);
      },
      noticed_by == no_node ? std::nullopt : std::optional{noticed_by});
}

SocketSpec const* RealNetwork::spec(NodeId node, std::string_view socket) {
  auto const place = sockets_.find({node, std::string(socket)});
  return place == sockets_.end() ? nullptr : &place->second.spec;
}

}  // namespace drydock::simulator
