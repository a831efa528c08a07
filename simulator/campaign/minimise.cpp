#include "simulator/campaign/minimise.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

class Minimiser {
 public:
  Minimiser(Scenario scenario, std::function<bool(Scenario const&)> const& still_fails,
            std::size_t attempts)
      : best_(std::move(scenario)), still_fails_(still_fails), attempts_(attempts) {}

  Scenario run() {
    bool smaller = true;
    while (smaller) {
      smaller = drop(&Scenario::steps);
      smaller = drop(&Scenario::nodes) || smaller;
      smaller = shorten() || smaller;
      smaller = simplify_link() || smaller;
    }
    return std::move(best_);
  }

 private:
  bool attempt(Scenario candidate) {
    if (attempts_ == 0) return false;
    --attempts_;
    if (!still_fails_(candidate)) return false;
    best_ = std::move(candidate);
    return true;
  }

  /// Leaves out runs of items, from half of them down to each alone.
  template <class Item>
  bool drop(std::vector<Item> Scenario::* items) {
    bool any = false;
    for (std::size_t size = std::max<std::size_t>((best_.*items).size() / 2, 1); size > 0;
         size /= 2) {
      for (std::size_t at = 0; at + size <= (best_.*items).size();) {
        Scenario candidate = best_;
        auto const first = (candidate.*items).begin() + static_cast<std::ptrdiff_t>(at);
        (candidate.*items).erase(first, first + static_cast<std::ptrdiff_t>(size));
        if (attempt(std::move(candidate))) {
          any = true;
        } else {
          ++at;
        }
      }
    }
    return any;
  }

  /// Halves what runs and settles.
  bool shorten() {
    bool any = false;
    for (std::size_t at = 0; at < best_.steps.size(); ++at) {
      Step::Kind const kind = best_.steps[at].kind;
      if (kind != Step::Kind::run) continue;
      while (best_.steps[at].time > 1s) {
        Scenario candidate = best_;
        Duration const half = candidate.steps[at].time / 2;
        candidate.steps[at].time = half - half % Duration{1s};
        if (!attempt(std::move(candidate))) break;
        any = true;
      }
    }
    return any;
  }

  bool simplify_link() {
    if (best_.link == LinkSettings{}) return false;
    Scenario candidate = best_;
    candidate.link = LinkSettings{};
    return attempt(std::move(candidate));
  }

  Scenario best_;
  std::function<bool(Scenario const&)> const& still_fails_;
  std::size_t attempts_;
};

}  // namespace

Scenario minimise(Scenario scenario, std::function<bool(Scenario const&)> const& still_fails,
                  std::size_t attempts_max) {
  return Minimiser(std::move(scenario), still_fails, attempts_max).run();
}

}  // namespace drydock::simulator
