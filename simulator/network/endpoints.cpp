#include "simulator/network/endpoints.hpp"

namespace drydock::simulator {
namespace {

/// An inproc endpoint together with the node whose it is.
std::string name_within(std::string_view endpoint, NodeId node) {
  return std::to_string(node.value()) + ' ' + std::string(endpoint);
}

}  // namespace

Endpoints::Bound Endpoints::bind(std::string const& endpoint, NodeId node, SocketId socket) {
  bool const is_inproc = Endpoints::is_inproc(endpoint);
  auto const [place, is_new] =
      binders_.try_emplace(is_inproc ? name_within(endpoint, node) : endpoint, socket);
  if (is_new) return {Outcome::bound, std::nullopt};
  SocketId const former = place->second;
  if (is_inproc || endpoint.starts_with("tcp://")) return {Outcome::taken, former};
  place->second = socket;
  return {Outcome::stolen, former};
}

void Endpoints::unbind(SocketId socket) {
  std::erase_if(binders_, [&](auto const& entry) { return entry.second == socket; });
}

void Endpoints::unbind(SocketId socket, std::string_view endpoint, NodeId node) {
  std::string const name =
      is_inproc(endpoint) ? name_within(endpoint, node) : std::string(endpoint);
  auto const place = binders_.find(name);
  if (place != binders_.end() && place->second == socket) binders_.erase(place);
}

std::optional<SocketId> Endpoints::find(std::string_view endpoint, NodeId node) const {
  auto const place =
      is_inproc(endpoint) ? binders_.find(name_within(endpoint, node)) : binders_.find(endpoint);
  if (place == binders_.end()) return std::nullopt;
  return place->second;
}

}  // namespace drydock::simulator
