#include "simulator/network/fidelity/model_sockets.hpp"

#include <algorithm>

#include "reference/core/ensure.hpp"

namespace drydock::simulator::fidelity {
namespace {

constexpr SocketName name = "s";

NetworkSettings quick_links() {
  NetworkSettings settings;
  settings.link = {std::chrono::microseconds{10}, std::chrono::microseconds{40}};
  return settings;
}

Frames changing(std::uint8_t what, std::string const& topic) {
  Frame frame{what};
  frame.insert(frame.end(), topic.begin(), topic.end());
  return Frames{std::move(frame)};
}

}  // namespace

ModelSockets::ModelSockets(Seed seed) : network_(*this, Rng{seed}, quick_links()) {}

void ModelSockets::open(int who, SocketSpec const& spec) {
  SocketSpec alone = spec;
  alone.bind.clear();
  alone.connect.clear();
  made_[node_of(who)] = 0;
  network_.open(node_of(who), OpenSocket{name, std::move(alone)});
}

void ModelSockets::close(int who) { network_.close(node_of(who), name); }

void ModelSockets::bind(int who, std::string const& endpoint) {
  network_.bind(node_of(who), name, endpoint);
}

void ModelSockets::unbind(int who, std::string const& endpoint) {
  network_.unbind(node_of(who), name, endpoint);
}

void ModelSockets::connect(int who, std::string const& endpoint) {
  network_.connect(node_of(who), name, endpoint);
}

void ModelSockets::disconnect(int who, std::string const& endpoint) {
  network_.disconnect(node_of(who), name, endpoint);
}

void ModelSockets::subscribe(int who, std::string const& topic) {
  network_.send(node_of(who), {name}, changing(1, topic));
}

void ModelSockets::unsubscribe(int who, std::string const& topic) {
  network_.send(node_of(who), {name}, changing(0, topic));
}

Sent ModelSockets::send(int who, Route to, Frames const& frames) {
  refused_.reset();
  network_.send(node_of(who), {name, to}, Frames(frames));
  return refused_.value_or(Sent::taken);
}

std::optional<Message> ModelSockets::receive(int who) {
  Socket const* const socket = network_.socket(node_of(who), name);
  ENSURE(socket != nullptr);
  Received received;
  if (!network_.socket(socket->id())->receive(received)) return std::nullopt;
  return Message{received.from.route, std::move(received.frames)};
}

void ModelSockets::sever(int who) {
  for (auto const& [node, made] : made_) network_.disconnect(node_of(who), node);
}

void ModelSockets::happened(NetworkEvent const& event) {
  if (event.kind == NetworkEvent::Kind::connected) {
    ++made_[event.from];
    ++made_[event.to];
  } else if (event.kind == NetworkEvent::Kind::refused) {
    bool const is_full = event.detail == "no peer has room for it";
    refused_ = is_full ? Sent::would_block : Sent::not_its_turn;
  } else if (event.kind == NetworkEvent::Kind::lost &&
             event.detail == "no such route, or it is full") {
    refused_ = Sent::no_such_peer;
  }
}

void ModelSockets::pass(Duration time) {
  VirtualTime const end = now_ + time;
  while (!queue_.empty() && queue_.next_at() <= end) {
    Event const event = queue_.pop();
    now_ = event.at;
    if (event.kind == EventKind::lane) network_.on_lane(event.subject, event.detail);
    if (event.kind == EventKind::connect) network_.on_connect(event.subject, event.detail);
    if (event.kind == EventKind::handshake) network_.on_handshake(event.subject, event.detail);
    if (event.kind == EventKind::patience) network_.on_patience(event.subject, event.detail);
  }
  now_ = end;
}

void ModelSockets::set_paused(int who, bool paused) {
  if (paused) {
    paused_.insert(node_of(who));
  } else if (paused_.erase(node_of(who)) != 0) {
    network_.on_awake(node_of(who));
  }
}

Connections ModelSockets::connections(int who) const {
  Socket const* const socket = network_.socket(node_of(who), name);
  if (socket == nullptr) return {};
  auto const held =
      std::count_if(socket->pipes().begin(), socket->pipes().end(),
                    [](auto const& entry) { return entry.second->connection.has_value(); });
  return {made_.at(node_of(who)), static_cast<std::size_t>(held)};
}

std::size_t ModelSockets::unread_pipes(int who) const {
  auto const& pipes = network_.socket(node_of(who), name)->pipes();
  return static_cast<std::size_t>(std::count_if(pipes.begin(), pipes.end(), [](auto const& entry) {
    return !entry.second->inbound.empty();
  }));
}

bool ModelSockets::has_unread(int who) const {
  Socket const* const socket = network_.socket(node_of(who), name);
  return unread_pipes(who) > 0 || (socket->spec().type == SocketType::xpub && pipes(who) > 0);
}

std::size_t ModelSockets::pipes(int who) const {
  auto const& pipes = network_.socket(node_of(who), name)->pipes();
  return static_cast<std::size_t>(std::count_if(pipes.begin(), pipes.end(), [](auto const& entry) {
    return entry.second->connection || entry.second->connector;
  }));
}

bool ModelSockets::has_on_its_way(int who) const { return network_.has_on_its_way(node_of(who)); }

bool ModelSockets::has_on_its_way_to(int who) const {
  return network_.has_on_its_way_to(node_of(who));
}

}  // namespace drydock::simulator::fidelity
