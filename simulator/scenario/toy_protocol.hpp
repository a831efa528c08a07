#pragma once

#include "simulator/scenario/protocol.hpp"

namespace drydock::simulator {

/// The smallest protocol that the tests of this library need: a `server` that answers questions,
/// and `client`s that ask (`ask c hello`) and ask again on a new socket after a second without
/// answer. Its odd messages are any text: `say d toy nonsense`. Its one property, `answered`: every
/// question has its own answer, once all has come to rest. Defect `deaf`: the server answers every
/// third question with silence, for good: it ends. Defect `mixed`: it answers every third question
/// with the answer to the one before.
class ToyProtocol final : public Protocol {
 public:
  std::vector<std::string_view> profiles() const override { return {"plain"}; }
  std::vector<NamedDefect> defects() const override;
  Result<std::unique_ptr<Play>> begin(Scenario const& scenario, Verdict& verdict) const override;
  Draw draw(Rng rng, Duration lasts, std::string_view profile) const override;
};

/// One of each, at the head of a scenario.
inline constexpr char toy_cast[] = "node d server\nnode c client\n";

}  // namespace drydock::simulator
