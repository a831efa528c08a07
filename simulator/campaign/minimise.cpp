#include "simulator/campaign/minimise.hpp"

#include <algorithm>
#include <utility>

#include "simulator/campaign/simpler.hpp"

namespace drydock::simulator {
namespace {

/// Up to so many steps any two are tried together: what ends a fault often goes only with it.
constexpr std::size_t pairs_steps_max = 24;

class Minimiser {
 public:
  Minimiser(Scenario scenario, std::function<bool(Scenario const&)> const& still_fails,
            std::size_t attempts_max)
      : best_(std::move(scenario)), still_fails_(still_fails), attempts_max_(attempts_max) {}

  Minimised run() {
    // Each round ends with all that can be left out and made simpler tried in vain, or makes the
    // scenario smaller; cheap and large cuts come first.
    while (drop_runs() || one_better(leave_one_out) || drop_pairs() ||
           one_better(make_one_simpler)) {
    }
    bool const tried_all = attempts_ < attempts_max_;
    return {std::move(best_), attempts_, tried_all};
  }

 private:
  bool attempt(Scenario candidate) {
    if (attempts_ == attempts_max_) return false;
    ++attempts_;
    if (!still_fails_(candidate)) return false;
    best_ = std::move(candidate);
    return true;
  }

  /// Takes what is better until none is. What comes before the last success was tried just now, and
  /// is tried again only in the end.
  bool one_better(bool (*ways)(Scenario const&, TakeScenario const&)) {
    bool any = false;
    std::size_t skipped = 0;
    while (attempts_ < attempts_max_) {
      Scenario const before = best_;
      std::size_t tried = 0;
      bool const better = ways(before, [&](Scenario candidate) {
        return tried++ >= skipped && attempt(std::move(candidate));
      });
      if (!better && skipped == 0) return any;
      any = any || better;
      skipped = better ? tried - 1 : 0;
    }
    return any;
  }

  /// Leaves out runs of steps, from half of them down to two.
  bool drop_runs() {
    bool any = false;
    for (std::size_t size = best_.steps.size() / 2; size > 1; size /= 2) {
      for (std::size_t at = 0; at + size <= best_.steps.size();) {
        Scenario candidate = best_;
        auto const first = candidate.steps.begin() + static_cast<std::ptrdiff_t>(at);
        candidate.steps.erase(first, first + static_cast<std::ptrdiff_t>(size));
        if (attempt(std::move(candidate))) {
          any = true;
        } else {
          ++at;
        }
      }
    }
    return any;
  }

  bool drop_pairs() {
    bool any = false;
    if (best_.steps.size() > pairs_steps_max) return any;
    for (std::size_t later = 1; later < best_.steps.size(); ++later) {
      for (std::size_t earlier = 0; earlier < later && later < best_.steps.size(); ++earlier) {
        Scenario candidate = best_;
        auto const begin = candidate.steps.begin();
        candidate.steps.erase(begin + static_cast<std::ptrdiff_t>(later));
        candidate.steps.erase(begin + static_cast<std::ptrdiff_t>(earlier));
        any = attempt(std::move(candidate)) || any;
      }
    }
    return any;
  }

  Scenario best_;
  std::function<bool(Scenario const&)> const& still_fails_;
  std::size_t attempts_max_;
  std::size_t attempts_ = 0;
};

}  // namespace

Minimised minimise(Scenario scenario, std::function<bool(Scenario const&)> const& still_fails,
                   std::size_t attempts_max) {
  return Minimiser(std::move(scenario), still_fails, attempts_max).run();
}

}  // namespace drydock::simulator
