#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "simulator/world/observer.hpp"

namespace drydock::simulator {

/// A property that a run has broken, and how.
struct Failure {
  std::string property;
  std::string what;
  friend bool operator==(Failure const&, Failure const&) = default;
};

/// What went wrong first in a run; nothing after it counts.
class Verdict {
 public:
  void fail(std::string_view property, std::string what) {
    if (!failure_) failure_ = Failure{std::string(property), std::move(what)};
  }
  std::optional<Failure> const& failure() const { return failure_; }

 private:
  std::optional<Failure> failure_;
};

/// Holds one property over all nodes of a run, whatever the workload. It sees what anybody on the
/// wire could see.
class Checker : public Observer {
 public:
  explicit Checker(Verdict& verdict) : verdict_(verdict) {}
  /// By this name failures are told apart: `settles_once`.
  virtual std::string_view name() const = 0;
  /// The run is over. `settled` is whether it was healed and given time to come to rest.
  virtual void at_end(VirtualTime, bool /*settled*/) {}

 protected:
  void fail(std::string what) { verdict_.fail(name(), std::move(what)); }

 private:
  Verdict& verdict_;
};

}  // namespace drydock::simulator
