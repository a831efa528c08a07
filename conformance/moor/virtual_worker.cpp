#include "conformance/moor/virtual_worker.hpp"

#include <memory>
#include <utility>

#include "conformance/moor/suite.hpp"
#include "reference/moor/worker/echo_service.hpp"
#include "reference/moor/worker/worker.hpp"

namespace drydock::conformance {

TesteeFactory virtual_worker(moor::worker::Defects const& defects) {
  return [defects](Surroundings const& around, Rng rng) {
    moor::worker::Settings settings;
    settings.request_address = around.values.at("request");
    settings.response_address = around.values.at("response");
    settings.type = moor::Symbol{around.values.at("worker_type")};
    settings.defects = defects;
    return std::make_unique<moor::worker::Worker>(
        std::move(settings), std::make_unique<moor::worker::TestService>(), rng);
  };
}

std::vector<CaseResult> judge_virtual_worker(std::vector<Case const*> const& cases,
                                             moor::worker::Defects const& defects, Seed seed) {
  return judge_machines(cases, virtual_worker(defects), worker_suite().placeholders, seed);
}

}  // namespace drydock::conformance
