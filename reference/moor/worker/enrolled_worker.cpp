#include "reference/moor/worker/enrolled_worker.hpp"

#include <utility>

namespace drydock::moor::worker {

EnrolledWorker::EnrolledWorker(Settings settings, enrollment::EnrollmentClient::Settings enrollment,
                               std::unique_ptr<Service> service, FileStore& files, Rng rng)
    : settings_(std::move(settings)),
      service_(std::move(service)),
      rng_(rng),
      enrollment_(std::move(enrollment), files) {}

void EnrolledWorker::step(VirtualTime now, Input const& input, Outbox& out) {
  if (worker_) {
    worker_->step(now, input, out);
  } else {
    enroll(now, input, out);
  }
}

void EnrolledWorker::check_invariants() const {
  if (worker_) worker_->check_invariants();
}

void EnrolledWorker::enroll(VirtualTime now, Input const& input, Outbox& out) {
  if (std::holds_alternative<StopRequested>(input)) {
    out.emplace_back(Exit{0, "stopped"});
    return;
  }
  if (std::holds_alternative<Started>(input)) {
    enrollment_.start(now, out);
  } else {
    enrollment_.step(now, input, out);
  }
  if (enrollment_.identity()) {
    begin_work(now, out);
  } else if (enrollment_.failure()) {
    out.emplace_back(Exit{2, *enrollment_.failure()});
  }
}

void EnrolledWorker::begin_work(VirtualTime now, Outbox& out) {
  enrollment::Identity const& identity = *enrollment_.identity();
  settings_.curve = CurveClient{identity.keys, identity.daemon_key};
  worker_.emplace(std::move(settings_), std::move(service_), rng_);
  worker_->step(now, Started{}, out);
}

}  // namespace drydock::moor::worker
