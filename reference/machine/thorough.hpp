#pragma once

#include "reference/machine/machine.hpp"

namespace drydock {

/// A machine with claims about its state that are too large to be looked at after every step: each
/// of its parts is held against each other, so that it costs as much as there is.
class Thorough {
 public:
  virtual ~Thorough() = default;
  virtual void check_everything() const = 0;
};

/// All that the machine claims, as ENSUREs.
inline void check_everything(Machine const& machine) {
  machine.check_invariants();
  if (auto const* thorough = dynamic_cast<Thorough const*>(&machine)) thorough->check_everything();
}

}  // namespace drydock
