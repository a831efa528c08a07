#pragma once

#include "reference/machine/wall_clock.hpp"

namespace drydock::transport {

/// The system's clock, whatever the step says: it may be set while the process runs.
class SystemClock final : public WallClock {
 public:
  WallTime wall_time(VirtualTime now) const override;
};

}  // namespace drydock::transport
