#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace drydock::moor {

/// The steps in which a builder wrote a message. Those of the next are often the same, and then
/// all bytes but the values' stand where they are to be.
class BuilderTrack {
 public:
  struct Step {
    std::uint64_t shape;   // All that its bytes depend on beside values and earlier steps; not 0.
    std::uint32_t offset;  // Of what it wrote.
    std::uint32_t size;    // Of all that was written then.
  };

  /// What no step is like.
  static constexpr Step none{};

  /// Of the message that was written last, if the next has begun.
  Step const* first() const { return steps_.data(); }
  /// The next step of the message before, which is this one's as well; null if it is another one.
  Step const* follow(std::uint64_t shape) {
    Step const& step = steps_[next_];
    if (step.shape != shape) return nullptr;
    ++next_;
    return &step;
  }
  /// Whether there is nothing more to follow.
  bool at_end() const { return steps_[next_].shape == 0; }
  bool at_begin() const { return next_ == 0; }
  /// What would have come next does not.
  void leave() { steps_[next_].shape = 0; }
  /// One more, at the end.
  void add(std::uint64_t shape, std::uint32_t offset, std::uint32_t size) {
    if (next_ == steps_max) return lose();
    steps_[next_] = {shape, offset, size};
    steps_[++next_].shape = 0;
  }
  /// There is no saying what was written: the next message has nothing to follow.
  void lose() { is_whole_ = false; }
  /// The next message begins. False if it has nothing to follow.
  bool begin() {
    next_ = 0;
    if (!is_whole_) leave();
    return std::exchange(is_whole_, true);
  }

 private:
  static constexpr std::size_t steps_max = 63;

  std::array<Step, steps_max + 1> steps_{};  // That of shape 0 is their end.
  std::size_t next_ = 0;
  bool is_whole_ = true;
};

}  // namespace drydock::moor
