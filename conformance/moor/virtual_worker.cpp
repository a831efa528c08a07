#include "conformance/moor/virtual_worker.hpp"

#include <memory>
#include <utility>

#include "conformance/moor/suite.hpp"
#include "reference/moor/worker/echo_service.hpp"
#include "reference/moor/worker/enrolled_worker.hpp"
#include "reference/moor/worker/worker.hpp"

namespace drydock::conformance {

namespace {

/// As `drydock worker` has it, but for the token's other sources and a pinned key.
moor::enrollment::EnrollmentClient::Settings enrollment_in(Surroundings const& around, Rng rng) {
  moor::enrollment::EnrollmentClient::Settings settings;
  settings.address = around.values.at("enrollment");
  settings.service_type = around.values.at("worker_type") + "-worker";
  settings.hostname = "virtual";
  settings.enrollment_token = around.files.read(around.values.at("token_file")).value_or("");
  Rng keys = rng.fork("keys");
  settings.fresh_keys = CurveKeyPair::generate(keys);
  settings.clock = &around.clock;
  return settings;
}

}  // namespace

TesteeFactory virtual_worker(moor::worker::Defects const& defects, moor::worker::Profile profile) {
  return [=](Surroundings const& around, Rng rng) -> std::unique_ptr<Machine> {
    moor::worker::Settings settings;
    settings.request_address = around.values.at("request");
    settings.response_address = around.values.at("response");
    settings.type = moor::Symbol{around.values.at("worker_type")};
    settings.defects = defects;
    settings.profile = profile;
    bool const tcp = settings.request_address.starts_with("tcp://") ||
                     settings.response_address.starts_with("tcp://");
    auto service = std::make_unique<moor::worker::TestService>();
    if (!tcp) {
      return std::make_unique<moor::worker::Worker>(std::move(settings), std::move(service), rng);
    }
    return std::make_unique<moor::worker::EnrolledWorker>(
        std::move(settings), enrollment_in(around, rng), std::move(service),
        around.files.directory(around.values.at("data_dir")), rng);
  };
}

std::vector<CaseResult> judge_virtual_worker(std::vector<Case const*> const& cases,
                                             VirtualJudging const& judging) {
  return judge_machines(cases, virtual_worker(judging.defects, judging.profile),
                        worker_suite().placeholders, judging.seed, judging.links);
}

}  // namespace drydock::conformance
