#include "conformance/moor/virtual_worker.hpp"

#include <memory>
#include <utility>

#include "conformance/moor/suite.hpp"
#include "reference/moor/worker/echo_service.hpp"
#include "reference/moor/worker/enrolled_worker.hpp"
#include "reference/moor/worker/worker.hpp"

namespace drydock::conformance {

namespace {

/// As `drydock worker` has it, but for the token's other sources.
moor::enrollment::EnrollmentClient::Settings enrollment_in(Surroundings const& around, Rng rng) {
  moor::enrollment::EnrollmentClient::Settings settings;
  settings.address = around.values.at("enrollment");
  settings.service_type = around.values.at("worker_type") + "-worker";
  settings.hostname = "virtual";
  settings.enrollment_token = around.files.read(around.values.at("token_file")).value_or("");
  Rng keys = rng.fork("keys");
  settings.fresh_keys = CurveKeyPair::generate(keys);
  settings.pinned_daemon_key = CurvePublicKey::parse(around.values.at("daemon_key")).value();
  settings.clock = &around.clock;
  return settings;
}

}  // namespace

TesteeFactory virtual_worker(moor::worker::Defects const& defects) {
  return [defects](Surroundings const& around, Rng rng) -> std::unique_ptr<Machine> {
    moor::worker::Settings settings;
    settings.request_address = around.values.at("request");
    settings.response_address = around.values.at("response");
    settings.type = moor::Symbol{around.values.at("worker_type")};
    settings.defects = defects;
    auto service = std::make_unique<moor::worker::TestService>();
    if (!settings.request_address.starts_with("tcp://")) {
      return std::make_unique<moor::worker::Worker>(std::move(settings), std::move(service), rng);
    }
    return std::make_unique<moor::worker::EnrolledWorker>(
        std::move(settings), enrollment_in(around, rng), std::move(service),
        around.files.directory(around.values.at("data_dir")), rng);
  };
}

std::vector<CaseResult> judge_virtual_worker(std::vector<Case const*> const& cases,
                                             moor::worker::Defects const& defects, Seed seed) {
  return judge_machines(cases, virtual_worker(defects), worker_suite().placeholders, seed);
}

}  // namespace drydock::conformance
