#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace drydock::conformance {

/// What a testee wrote, in bounded memory: its beginning, and its end.
class CapturedOutput {
 public:
  static constexpr std::size_t head_max = std::size_t{4} << 20;
  static constexpr std::size_t tail_max = std::size_t{4} << 10;

  void add(std::string_view text);
  /// The first `head_max` bytes.
  std::string const& head() const { return head_; }
  /// The last `tail_max` bytes, or all if there were no more, from the start of a line.
  std::string tail() const;

 private:
  std::string head_;
  std::string tail_;
  bool tail_is_cut_ = false;
};

}  // namespace drydock::conformance
