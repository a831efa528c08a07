#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>

#include "reference/machine/machine.hpp"

namespace drydock::transport {

/// Numbers a ROUTER's peers by their routing ids, from 1. Peers come and go without a word, so when
/// there are more than `routes_max` the one that spoke longest ago is forgotten; its number is not
/// given again.
class Routes {
 public:
  explicit Routes(std::size_t routes_max) : routes_max_(routes_max) {}
  /// The route of the peer that just spoke, `frame` being its routing id.
  Route heard(Frame const& frame);
  /// Whether it spoke before, and is not forgotten.
  bool knows(Frame const& routing_id) const;
  /// Forgets the route; its number is not given again.
  void forget(Route route);
  /// The routing id of a route that is still known.
  std::optional<Frame> routing_id(Route route) const;
  std::size_t size() const { return by_route_.size(); }

 private:
  struct Entry {
    std::string routing_id;
    std::list<Route>::iterator age;
  };
  std::size_t routes_max_;
  std::uint64_t last_ = 0;
  std::list<Route> by_age_;  // Whoever spoke last is at the end.
  std::map<std::string, Route> by_routing_id_;
  std::map<Route, Entry> by_route_;
};

}  // namespace drydock::transport
