#include "simulator/moor/checkers/keeps_to_timeouts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

/// What a worker may take, and what it needs at most to say what it has to say before, where
/// nothing disturbs it.
constexpr Duration lateness_max = 1s + 4s;

}  // namespace

void KeepsToTimeouts::on_question(VirtualTime, CallerQuestion const&,
                                  moor::CallerRequest const& request) {
  asked_ = request.timeout_seconds;
}

void KeepsToTimeouts::on_dispatch(VirtualTime, NodeId, moor::WorkerRequest const& request) {
  auto const asked = std::exchange(asked_, std::nullopt);
  bool const is_usual = asked && std::isfinite(*asked) && *asked > 0 && *asked < 1e6;
  if (!is_usual || calm_.is_over()) return;
  timeouts_.emplace(request.id, Duration{std::llround(*asked * 1e9)});
}

void KeepsToTimeouts::on_put(VirtualTime now, NodeId, Uuid const& request, bool is_its) {
  auto const timeout = timeouts_.find(request);
  if (!is_its || timeout == timeouts_.end()) return;
  VirtualTime const due = now + timeout->second + lateness_max;
  due_.emplace(request, due);
  next_due_ = std::min(next_due_, due);
}

void KeepsToTimeouts::on_said(VirtualTime, NodeId, WorkerSaid const& said) {
  if (said.is_answer()) due_.erase(said.request);
}

void KeepsToTimeouts::on_time(VirtualTime now) {
  asked_.reset();
  if (now <= next_due_) return;
  next_due_ = VirtualTime::max();
  for (auto const& [request, due] : due_) {
    if (now > due) {
      return fail(fmt::format("{:.0f} s after its timeout request {} is still not answered",
                              seconds_of(lateness_max), request.text()));
    }
    next_due_ = std::min(next_due_, due);
  }
}

void KeepsToTimeouts::on_node(VirtualTime, NodeId, NodeEvent event) {
  calm_.on_node(event);
  be_disturbed();
}

void KeepsToTimeouts::on_note(VirtualTime, NodeId, std::string_view word, std::string_view text) {
  calm_.on_note(word, text);
  be_disturbed();
}

void KeepsToTimeouts::be_disturbed() {
  if (!calm_.is_over()) return;
  timeouts_.clear();
  due_.clear();
}

}  // namespace drydock::simulator
