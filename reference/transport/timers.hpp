#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>

#include "reference/machine/machine.hpp"

namespace drydock::transport {

/// A machine's timers by the time they are due; those of one instant fire in the order they were
/// set.
class Timers {
 public:
  /// Replaces the timer of that id.
  void set(TimerId const& timer, VirtualTime at);
  void cancel(TimerId const& timer);
  /// When the next one is due.
  std::optional<VirtualTime> next() const;
  /// Takes out the next one that is due at `now`.
  std::optional<TimerId> take_due(VirtualTime now);

 private:
  struct Due {
    VirtualTime at;
    std::uint64_t sequence = 0;
    friend auto operator<=>(Due const&, Due const&) = default;
  };
  std::map<Due, TimerId> by_due_;
  std::map<TimerId, Due> by_id_;
  std::uint64_t sequence_ = 0;
};

}  // namespace drydock::transport
