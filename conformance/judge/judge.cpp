#include "conformance/judge/judge.hpp"

namespace drydock::conformance {

Finding judge(Case const& one, Stage& stage) {
  try {
    one.run(stage);
    return {};
  } catch (CaseEnd& end) {
    end.finding.testee_output = stage.output_tail();
    return end.finding;
  }
}

}  // namespace drydock::conformance
