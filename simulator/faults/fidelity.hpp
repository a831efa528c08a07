#pragma once

#include <span>
#include <string_view>

namespace drydock::simulator {

/// What shows that the real thing does the same as a fault in the simulator.
struct Fidelity {
  std::string_view fault;
  /// Tests that play the same over libzmq and here, by suite and name; or empty.
  std::string_view test;
  /// What is to be said where there is none.
  std::string_view note;
};

/// One for each fault that is about ZeroMQ, the network or processes, in the order of the faults.
/// Clocks, storage, credentials and payloads are none of libzmq's business.
std::span<Fidelity const> fidelity_rows();

}  // namespace drydock::simulator
