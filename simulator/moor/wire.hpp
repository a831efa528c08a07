#pragma once

#include <vector>

#include "simulator/moor/roles.hpp"
#include "simulator/world/observer.hpp"

namespace drydock::simulator {

/// Reads what some nodes say and hear, once for all who watch.
template <class Watcher>
class Wire : public Observer {
 public:
  explicit Wire(Roles const& roles) : roles_(roles) {}
  /// It is told after those that were added before; it outlives the run.
  void add(Watcher& watcher) { watchers_.push_back(&watcher); }

 protected:
  bool is(NodeId node, Role role) const { return roles_.is(node, role); }
  template <class Tell>
  void tell(Tell const& tell) const {
    for (Watcher* const watcher : watchers_) tell(*watcher);
  }

 private:
  Roles const& roles_;
  std::vector<Watcher*> watchers_;
};

}  // namespace drydock::simulator
