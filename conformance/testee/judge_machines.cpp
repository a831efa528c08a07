#include "conformance/testee/judge_machines.hpp"

#include "conformance/judge/judge.hpp"

namespace drydock::conformance {

std::vector<CaseResult> judge_machines(std::vector<Case const*> const& cases,
                                       TesteeFactory const& factory,
                                       std::span<Placeholder const> placeholders, Seed seed,
                                       Links links) {
  std::vector<CaseResult> results;
  for (Case const* one : cases) {
    VirtualStage stage{factory, placeholders, seed, links};
    VirtualTime const began = stage.now();
    Finding finding = judge(*one, stage);
    results.push_back({one, std::move(finding), stage.now() - began});
  }
  return results;
}

}  // namespace drydock::conformance
