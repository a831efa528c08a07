#pragma once

#include <string>
#include <vector>

#include "reference/machine/machine.hpp"

namespace drydock::program {

/// `machine`, whose ipc socket files everybody may open once they are there: the daemon's defect
/// `loose-sockets`.
class LooseSockets final : public Machine {
 public:
  /// `machine` outlives this.
  explicit LooseSockets(Machine& machine) : machine_(machine) {}
  void step(VirtualTime now, Input const& input, Outbox& out) override;

 private:
  void loosen();

  Machine& machine_;
  std::vector<std::string> paths_;  // That are private as yet.
};

}  // namespace drydock::program
