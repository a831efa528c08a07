#include "reference/load/load.hpp"

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::load {

std::uint64_t Tally::failed() const {
  std::uint64_t all = 0;
  for (auto const& [why, count] : errors) all += count;
  return all;
}

double Tally::answers_per_second() const {
  double const seconds = seconds_of(last_answer - begin);
  return seconds > 0 ? static_cast<double>(answered) / seconds : 0;
}

Load::Load(Schedule schedule, std::size_t askers) : schedule_(schedule), askers_(askers) {
  ENSURE(askers > 0);
  tally_.begin = tally_.last_answer = schedule_.at(0);
}

void Load::begin(std::size_t asker, VirtualTime intended) {
  askers_[asker].open = intended;
  ++open_;
}

std::vector<std::size_t> Load::take_due(VirtualTime now) {
  std::vector<std::size_t> due;
  for (std::size_t const asker : std::exchange(free_again_, {})) {
    Asker& one = askers_[asker];
    if (one.open || one.waiting.empty()) continue;
    begin(asker, one.waiting.front());
    one.waiting.pop_front();
    --waiting_;
    due.push_back(asker);
  }
  while (auto const intended = schedule_.take_due(now)) {
    std::size_t const asker = std::exchange(turn_, (turn_ + 1) % askers_.size());
    Asker& one = askers_[asker];
    ++tally_.asked;
    if (one.lost) {
      fail(*one.lost);
    } else if (one.open || !one.waiting.empty()) {
      one.waiting.push_back(*intended);
      ++waiting_;
    } else {
      tally_.lateness.add(now - *intended);
      begin(asker, *intended);
      due.push_back(asker);
    }
  }
  return due;
}

void Load::answered(VirtualTime now, std::size_t asker, std::optional<std::string> error) {
  Asker& one = askers_.at(asker);
  if (!one.open) return;
  tally_.last_answer = std::max(tally_.last_answer, now);
  if (error) {
    fail(*error);
  } else {
    ++tally_.answered;
    tally_.latency.add(now - *one.open);
  }
  one.open.reset();
  --open_;
  if (!one.waiting.empty()) free_again_.push_back(asker);
}

void Load::lost(std::size_t asker, std::string why) {
  Asker& one = askers_.at(asker);
  if (one.lost) return;
  if (std::exchange(one.open, std::nullopt)) {
    --open_;
    fail(why);
  }
  waiting_ -= one.waiting.size();
  for (std::size_t i = 0; i < one.waiting.size(); ++i) fail(why);
  one.waiting.clear();
  one.lost = std::move(why);
}

void Load::give_up() {
  tally_.unanswered += open_ + waiting_;
  for (Asker& one : askers_) {
    one.open.reset();
    one.waiting.clear();
  }
  open_ = waiting_ = 0;
}

}  // namespace drydock::load
