#include "simulator/network/endpoints.hpp"

namespace drydock::simulator {

Endpoints::Bound Endpoints::bind(std::string const& endpoint, SocketId socket) {
  auto const [place, is_new] = binders_.try_emplace(endpoint, socket);
  if (is_new) return {Outcome::bound, std::nullopt};
  SocketId const former = place->second;
  if (endpoint.starts_with("tcp://")) return {Outcome::taken, former};
  place->second = socket;
  return {Outcome::stolen, former};
}

void Endpoints::unbind(SocketId socket) {
  std::erase_if(binders_, [&](auto const& entry) { return entry.second == socket; });
}

std::optional<SocketId> Endpoints::find(std::string const& endpoint) const {
  auto const place = binders_.find(endpoint);
  if (place == binders_.end()) return std::nullopt;
  return place->second;
}

}  // namespace drydock::simulator
