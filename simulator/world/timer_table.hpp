#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "reference/machine/machine.hpp"

namespace drydock::simulator {

/// A node's timers by their names. Each setting has a serial; an event whose serial is no longer
/// the timer's is stale.
class TimerTable {
 public:
  /// Sets `timer` and gives the serial of this setting.
  std::uint64_t set(TimerId const& timer);
  void cancel(TimerId const& timer);
  bool is_set(std::uint64_t serial) const {
    std::size_t const slot = serial & slot_mask;
    return slot < slots_.size() && slots_[slot].serial == serial;
  }
  /// Takes out the timer that was set with `serial`, as it fires; absent if that is stale.
  std::optional<TimerId> fire(std::uint64_t serial);
  void clear();
  std::size_t size() const { return slots_.size() - free_.size(); }

 private:
  struct Slot {
    TimerId timer;
    std::uint64_t serial = 0;  // 0 is unset.
  };
  static constexpr unsigned slot_bits = 24;
  static constexpr std::uint64_t slot_mask = (std::uint64_t{1} << slot_bits) - 1;
  static constexpr std::uint32_t nobody = UINT32_MAX;

  std::size_t next(std::size_t place) const { return (place + 1) & (places_.size() - 1); }
  std::size_t home_of(TimerId const& timer) const;
  std::size_t place_of(TimerId const& timer) const;
  std::uint32_t add(TimerId const& timer, std::size_t place);
  void remove(std::size_t place);
  void grow();

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  /// The slots of the timers that are set, each at the first free place from its home on. A power
  /// of two of them, at most half of which are taken.
  std::vector<std::uint32_t> places_ = std::vector<std::uint32_t>(8, nobody);
  std::uint64_t settings_ = 0;  // Counted on over crashes, so that no serial comes twice.
};

}  // namespace drydock::simulator
