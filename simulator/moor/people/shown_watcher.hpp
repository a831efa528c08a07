#pragma once

#include "reference/moor/host/shown.hpp"
#include "simulator/world/observer.hpp"

namespace drydock::simulator {

/// Is told what people got to see.
class ShownWatcher {
 public:
  virtual ~ShownWatcher() = default;
  virtual void on_shown(NodeId host, moor::host::Shown const& shown) = 0;
};

}  // namespace drydock::simulator
