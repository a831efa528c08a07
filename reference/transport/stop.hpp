#pragma once

#include <csignal>

#include "reference/core/result.hpp"

namespace drydock::transport {

/// An open file descriptor, closed at the end.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  int number() const { return number_; }

 private:
  int number_ = -1;
};

/// SIGTERM and SIGINT as something to poll: one read is one signal. Blocks both in this thread and
/// those it starts from now on, so make it before any thread. Source: signalfd(2).
class StopSignals {
 public:
  static Result<StopSignals> take();
  StopSignals(StopSignals&&) = default;
  StopSignals& operator=(StopSignals&&) = delete;
  /// Gives the signals their old meaning back; those that came and were not read are dropped.
  ~StopSignals();
  int descriptor() const { return descriptor_.number(); }

 private:
  StopSignals(Descriptor descriptor, sigset_t old_mask);
  Descriptor descriptor_;
  sigset_t old_mask_;
};

/// The same for another thread of this process: each request is one read. Source: eventfd(2).
class StopRequests {
 public:
  StopRequests();
  void request();
  int descriptor() const { return descriptor_.number(); }

 private:
  Descriptor descriptor_;
};

/// Whether there was one more signal or request to read from `descriptor`.
bool take_stop(int descriptor);

}  // namespace drydock::transport
