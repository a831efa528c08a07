#include "simulator/moor/checkers/settles_once.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "simulator/moor/checkers/patience.hpp"
#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {

void SettlesOnce::on_question(VirtualTime now, CallerQuestion const& question,
                              moor::CallerRequest const& request) {
  Duration within = roles().promises.request_age_max;
  if (request.timeout_seconds && std::isfinite(*request.timeout_seconds)) {
    double const seconds = std::clamp(*request.timeout_seconds, 0.0, 1e9);
    within = Duration{std::llround(seconds * 1e9)} + grace_max;
  }
  VirtualTime const due = now + within + tolerance;
  owed_.emplace(question, due);
  by_time_.emplace(due, question);
}

void SettlesOnce::on_unreadable(VirtualTime, CallerQuestion const& question) {
  ++unreadable_[question];
}

void SettlesOnce::on_told(VirtualTime, CallerQuestion const& question, moor::CallerReply const&) {
  auto const place = owed_.find(question);
  auto const unreadable = unreadable_.find(question);
  if (unreadable != unreadable_.end() && unreadable->second > 0) {
    --unreadable->second;
  } else if (place != owed_.end()) {
    by_time_.erase({place->second, question});
    owed_.erase(place);
    told_.insert(question);
  } else if (told_.contains(question)) {
    fail(fmt::format("the caller was told twice how its request {} ended", question.id.text()));
  } else {
    fail(fmt::format("a caller was told of a request {} that nobody made", question.id.text()));
  }
}

void SettlesOnce::on_time(VirtualTime now) {
  if (by_time_.empty() || by_time_.begin()->first >= now || pace_.is_hampered()) return;
  if (now <= pace_.at_full_speed_since() + tolerance) return;
  auto const& [due, question] = *by_time_.begin();
  fail(fmt::format("by {} the caller was not told how its request {} ended", to_text(due),
                   question.id.text()));
}

void SettlesOnce::on_node(VirtualTime now, NodeId node, NodeEvent event) {
  if (!roles().is(node, Role::daemon)) return;
  pace_.on_node(now, event);
  if (event != NodeEvent::crashed && event != NodeEvent::exited) return;
  owed_.clear();
  by_time_.clear();
  told_.clear();
  unreadable_.clear();
}

void SettlesOnce::at_end(VirtualTime now, bool) { on_time(now); }

}  // namespace drydock::simulator
