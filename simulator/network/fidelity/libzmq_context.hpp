#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <string>

#include "reference/transport/transport_testing.hpp"

namespace drydock::simulator::fidelity {

/// A libzmq context with one thread for input and output, and a way to wait until that has done
/// what it was asked for.
class LibzmqContext {
 public:
  LibzmqContext();
  LibzmqContext(LibzmqContext const&) = delete;
  LibzmqContext& operator=(LibzmqContext const&) = delete;
  ~LibzmqContext();

  void* get() const { return context_; }
  /// The ipc endpoint of that name.
  std::string endpoint(std::string const& name) const { return directory_.ipc(name); }
  /// Sends a message to the thread and back over a connection of its own. The thread takes its
  /// orders as they come, and a wait of it ends with all that has arrived by then: what was
  /// ordered before has left, and arrived where there is room for it.
  void echo();
  /// What is done with each echo, where somebody else takes part as well.
  std::function<void()> meanwhile;
  /// How long connections are waited for that do not come. Long, so that a failure is one and no
  /// slow machine; it can be shorter while one is shrunk.
  std::chrono::milliseconds patience_max{5000};

 private:
  transport::TemporaryDirectory directory_;
  void* context_;
  std::array<void*, 2> ends_{};
};

}  // namespace drydock::simulator::fidelity
