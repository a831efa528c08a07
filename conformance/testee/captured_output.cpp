#include "conformance/testee/captured_output.hpp"

#include <algorithm>

namespace drydock::conformance {

void CapturedOutput::add(std::string_view text) {
  head_.append(text.substr(0, std::min(text.size(), head_max - head_.size())));
  tail_.append(text);
  if (tail_.size() <= tail_max) return;
  tail_.erase(0, tail_.size() - tail_max);
  tail_is_cut_ = true;
}

std::string CapturedOutput::tail() const {
  if (!tail_is_cut_) return tail_;
  std::size_t const line_end = tail_.find('\n');
  return "..." + (line_end == std::string::npos ? tail_ : tail_.substr(line_end));
}

}  // namespace drydock::conformance
