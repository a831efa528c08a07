#pragma once

#include "simulator/scenario/protocol.hpp"

namespace drydock::simulator {

/// mooR's worker protocol: one daemon, workers, and callers who have the daemon issue requests.
/// Profiles `robust` (the default) and `compatible`; the defects are those of both machines.
class MoorProtocol final : public Protocol {
 public:
  std::vector<std::string_view> profiles() const override;
  std::vector<NamedDefect> defects() const override;
  Result<std::unique_ptr<Play>> begin(Scenario const& scenario, Verdict& verdict) const override;
  Draw draw(Rng rng, Duration lasts) const override;
};

}  // namespace drydock::simulator
