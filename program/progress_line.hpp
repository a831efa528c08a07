#pragma once

#include <chrono>
#include <string>

namespace drydock::program {

/// One line on stderr that says how far something is: on a terminal only, only of what takes over
/// a second, and gone when it ends.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  ProgressLine(ProgressLine const&) = delete;
  ProgressLine& operator=(ProgressLine const&) = delete;

  /// Whether it is time to say something again.
  bool is_due();
  void show(std::string const& text);

 private:
  using Clock = std::chrono::steady_clock;
  bool is_terminal_;
  bool shown_ = false;
  Clock::time_point next_;
};

}  // namespace drydock::program
