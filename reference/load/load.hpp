#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reference/core/time.hpp"
#include "reference/load/histogram.hpp"
#include "reference/load/schedule.hpp"

namespace drydock::load {

/// What became of the questions of one load.
struct Tally {
  std::uint64_t asked = 0;
  /// With what was wanted; `latency` is of these.
  std::uint64_t answered = 0;
  /// Answered otherwise, or lost with who asked: how often, by reason.
  std::map<std::string, std::uint64_t> errors;
  /// No answer in time.
  std::uint64_t unanswered = 0;
  /// From the instant at which a question was to be asked to its answer.
  Histogram latency;
  /// How much later than that those were asked whose asker was free: what the load itself adds.
  Histogram lateness;
  VirtualTime begin{};
  VirtualTime last_answer{};

  std::uint64_t failed() const;
  bool good() const { return unanswered == 0 && errors.empty(); }
  /// From the first intended start to the last answer.
  double answers_per_second() const;
};

/// Questions at a constant rate, to askers in turn. Each asks one at a time: what comes while its
/// last is open waits with it, and the time that it waits counts. Source: Tene, "How NOT to measure
/// latency" (coordinated omission).
class Load {
 public:
  Load(Schedule schedule, std::size_t askers);

  /// Whoever is to ask now.
  std::vector<std::size_t> take_due(VirtualTime now);
  /// The asker has its answer, or with `error` another one than it wanted. It may be due at once
  /// again.
  void answered(VirtualTime now, std::size_t asker,
                std::optional<std::string> error = std::nullopt);
  /// The asker is gone: what it asks, asked, or was to ask fails for that reason.
  void lost(std::size_t asker, std::string why);
  /// What is open stays unanswered.
  void give_up();

  /// When somebody is to ask next, as far as that hangs on time alone.
  std::optional<VirtualTime> next() const { return schedule_.next(); }
  bool is_open(std::size_t asker) const { return askers_.at(asker).open.has_value(); }
  /// All was asked and answered.
  bool done() const { return !schedule_.next() && open_ == 0 && waiting_ == 0; }
  Tally const& tally() const { return tally_; }

 private:
  struct Asker {
    std::optional<VirtualTime> open;  // Since when it was to be asked.
    std::deque<VirtualTime> waiting;
    std::optional<std::string> lost;
  };
  void begin(std::size_t asker, VirtualTime intended);
  void fail(std::string const& why) { ++tally_.errors[why]; }

  Schedule schedule_;
  std::vector<Asker> askers_;
  std::size_t turn_ = 0;
  std::size_t open_ = 0;
  std::size_t waiting_ = 0;
  std::vector<std::size_t> free_again_;  // And somebody waits.
  Tally tally_;
};

}  // namespace drydock::load
