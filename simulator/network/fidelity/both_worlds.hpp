#pragma once

#include <array>
#include <atomic>
#include <optional>
#include <set>
#include <string>

#include "simulator/network/fidelity/libzmq_sockets.hpp"
#include "simulator/network/fidelity/model_sockets.hpp"

namespace drydock::simulator::fidelity {

/// The model and libzmq side by side, with the same sockets.
class BothWorlds {
 public:
  BothWorlds(LibzmqContext& context, Seed seed);

  ModelSockets& model() { return model_; }
  LibzmqSockets& libzmq() { return libzmq_; }
  std::array<Sockets*, 2> each() { return {&model_, &libzmq_}; }

  void open(int who, SocketSpec const& spec);
  void close(int who);
  /// Lets everything happen that follows from what was done. The sockets have to have the same
  /// connections in the end; if not, it says which do not.
  std::optional<std::string> rest();

 private:
  ModelSockets model_;
  LibzmqSockets libzmq_;
  std::set<int> open_;
};

std::string_view word_of(Sent sent);
/// A message in a line.
std::string text_of(Frames const& frames);

}  // namespace drydock::simulator::fidelity
