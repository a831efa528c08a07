#pragma once

#include "simulator/scenario/protocol.hpp"

namespace drydock::simulator {

/// mooR's worker protocol: one daemon, workers, and callers who have the daemon issue requests.
/// Profiles `robust` (the default), `compatible`, and `strict`, in which all sockets but the
/// callers' are guarded, tokens end within seconds, and somebody tries to get in. The defects are
/// those of both machines.
class MoorProtocol final : public Protocol {
 public:
  std::vector<std::string_view> profiles() const override;
  std::vector<NamedDefect> defects() const override;
  std::vector<FaultKind> faults() const override;
  Result<std::unique_ptr<Play>> begin(Scenario const& scenario, Verdict& verdict) const override;
  Draw draw(Rng rng, Duration lasts, std::string_view profile) const override;
};

}  // namespace drydock::simulator
