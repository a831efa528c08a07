#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "simulator/scenario/toy_protocol.hpp"

// For the tests of this folder.

namespace drydock::simulator {

/// The toy protocol, but `trick` comes first whenever a run begins.
class TrickyProtocol final : public Protocol {
 public:
  explicit TrickyProtocol(std::function<void(Scenario&)> trick) : trick_(std::move(trick)) {}
  std::vector<std::string_view> profiles() const override { return toy_.profiles(); }
  std::vector<NamedDefect> defects() const override { return toy_.defects(); }
  Draw draw(Rng rng, Duration lasts, std::string_view profile) const override {
    return toy_.draw(rng, lasts, profile);
  }
  Result<std::unique_ptr<Play>> begin(Scenario const& scenario, Verdict& verdict) const override {
    Scenario changed = scenario;
    trick_(changed);
    return toy_.begin(changed, verdict);
  }

 private:
  ToyProtocol toy_;
  std::function<void(Scenario&)> trick_;
};

}  // namespace drydock::simulator
