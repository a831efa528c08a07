#include "simulator/moor/moor_protocol.hpp"

#include <algorithm>
#include <utility>

#include "simulator/moor/moor_play.hpp"
#include "simulator/moor/trust/moor_faults.hpp"

namespace drydock::simulator {

std::vector<std::string_view> MoorProtocol::profiles() const {
  return {"robust", "compatible", "strict"};
}

std::vector<NamedDefect> MoorProtocol::defects() const {
  std::vector<NamedDefect> all;
  for (auto const table :
       {moor::daemon::daemon_defects(), moor::worker::worker_defects(), moor::host::host_defects(),
        moor::sessions::session_defects(), moor::tasks::task_defects()}) {
    for (moor::DefectInfo const& info : table) all.push_back({info.name, info.source, info.what});
  }
  return all;
}

std::vector<FaultKind> MoorProtocol::faults() const { return moor_faults(); }

Result<std::unique_ptr<Play>> MoorProtocol::begin(Scenario const& scenario,
                                                  Verdict& verdict) const {
  std::vector<std::string_view> const known = profiles();
  bool const is_known = scenario.profile.empty() ||
                        std::find(known.begin(), known.end(), scenario.profile) != known.end();
  if (!is_known) {
    return fail("there is no profile '" + scenario.profile +
                "': it is robust, compatible or strict");
  }
  MoorDefects defects;
  for (std::string const& name : scenario.defects) {
    if (Result<void> const added = add_defect(defects, name); !added) {
      return tl::make_unexpected(added.error());
    }
  }
  bool const has_hosts =
      std::any_of(scenario.nodes.begin(), scenario.nodes.end(),
                  [](NodeDeclaration const& node) { return node.kind == "host"; });
  return std::make_unique<MoorPlay>(Cast{scenario.profile, defects, has_hosts}, verdict);
}

}  // namespace drydock::simulator
