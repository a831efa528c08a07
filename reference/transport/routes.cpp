#include "reference/transport/routes.hpp"

namespace drydock::transport {

Route Routes::heard(Frame const& frame) {
  std::string const routing_id{text_of(frame)};
  if (auto const known = by_routing_id_.find(routing_id); known != by_routing_id_.end()) {
    by_age_.splice(by_age_.end(), by_age_, by_route_.at(known->second).age);
    return known->second;
  }
  if (by_route_.size() >= routes_max_) {
    auto const oldest = by_route_.find(by_age_.front());
    by_routing_id_.erase(oldest->second.routing_id);
    by_route_.erase(oldest);
    by_age_.pop_front();
  }
  Route const route{++last_};
  by_routing_id_.emplace(routing_id, route);
  by_route_.emplace(route, Entry{routing_id, by_age_.insert(by_age_.end(), route)});
  return route;
}

bool Routes::knows(Frame const& routing_id) const {
  return by_routing_id_.contains(std::string(text_of(routing_id)));
}

void Routes::forget(Route route) {
  auto const found = by_route_.find(route);
  if (found == by_route_.end()) return;
  by_age_.erase(found->second.age);
  by_routing_id_.erase(found->second.routing_id);
  by_route_.erase(found);
}

std::optional<Frame> Routes::routing_id(Route route) const {
  auto const found = by_route_.find(route);
  if (found == by_route_.end()) return std::nullopt;
  return bytes_of(found->second.routing_id);
}

}  // namespace drydock::transport
