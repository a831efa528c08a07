#include "program/progress_line.hpp"

#include <unistd.h>

#include <iostream>

namespace drydock::program {
namespace {

constexpr std::chrono::milliseconds pause{200};

}  // namespace

ProgressLine::ProgressLine()
    : is_terminal_(isatty(STDERR_FILENO) == 1), next_(Clock::now() + std::chrono::seconds{1}) {}

ProgressLine::~ProgressLine() {
  if (shown_) std::cerr << "\r\x1b[K" << std::flush;
}

bool ProgressLine::is_due() {
  if (!is_terminal_) return false;
  auto const now = Clock::now();
  if (now < next_) return false;
  next_ = now + pause;
  return true;
}

void ProgressLine::show(std::string const& text) {
  shown_ = true;
  std::cerr << "\r\x1b[K" << text << std::flush;
}

}  // namespace drydock::program
