#include "reference/moor/worker/enrolled_worker.hpp"

#include <utility>

namespace drydock::moor::worker {
namespace {

enrollment::Mistakes mistakes_of(Defects const& defects) {
  return {.enrolls_each_start = defects.has(Defect::enrolls_each_start),
          .ignores_missing_keys = defects.has(Defect::ignores_missing_keys),
          .no_deadline = defects.has(Defect::no_enrollment_deadline),
          .retries_refusal = defects.has(Defect::retries_refusal),
          .takes_bad_identity = defects.has(Defect::takes_bad_identity),
          .ignores_pin = defects.has(Defect::ignores_pin),
          .splits_at_last_equals = defects.has(Defect::key_file_ini),
          .any_server_key = defects.has(Defect::any_server_key),
          .renews_under_new_id = defects.has(Defect::renewal_new_id)};
}

Settings with_id(Settings settings, Rng const& rng) {
  if (settings.profile == Profile::strict) settings.id = Worker::id_of(settings, rng);
  return settings;
}

enrollment::EnrollmentClient::Settings with_worker(enrollment::EnrollmentClient::Settings enrolling,
                                                   Settings const& settings) {
  enrolling.mistakes = mistakes_of(settings.defects);
  if (settings.profile == Profile::strict) enrolling.service_id = settings.id;
  return enrolling;
}

}  // namespace

EnrolledWorker::EnrolledWorker(Settings settings, enrollment::EnrollmentClient::Settings enrollment,
                               std::unique_ptr<Service> service, FileStore& files, Rng rng)
    : settings_(with_id(std::move(settings), rng)),
      service_(std::move(service)),
      rng_(rng),
      clock_(enrollment.clock),
      enrollment_(with_worker(std::move(enrollment), settings_), files) {}

void EnrolledWorker::step(VirtualTime now, Input const& input, Outbox& out) {
  if (worker_) return work(now, input, out);
  enrollment_.enroll(now, input, out);
  if (enrollment_.identity()) begin_work(now, out);
}

void EnrolledWorker::check_invariants() const {
  if (worker_) worker_->check_invariants();
}

void EnrolledWorker::begin_work(VirtualTime now, Outbox& out) {
  enrollment::Identity const& identity = *enrollment_.identity();
  settings_.curve = CurveClient{identity.keys, identity.daemon_key};
  worker_.emplace(settings_, std::move(service_), rng_);
  if (settings_.profile == Profile::strict) {
    enrollment::TokenHolder::Settings holding;
    holding.renews_too_late = settings_.defects.has(Defect::renews_too_late);
    holding.never_renews = settings_.defects.has(Defect::never_renews);
    holding.logs_token = settings_.defects.has(Defect::logs_token);
    tokens_.emplace(holding, enrollment_, *clock_, rng_.fork("token_holder"));
    tokens_->begin(now, out);
    tokens_->provide(now, *worker_, out);
  }
  worker_->step(now, Started{}, out);
}

void EnrolledWorker::work(VirtualTime now, Input const& input, Outbox& out) {
  if (tokens_ && enrollment::TokenHolder::concerns(input)) {
    tokens_->step(now, input, out);
  } else {
    worker_->step(now, input, out);
  }
  if (tokens_ && !worker_->ended()) tokens_->provide(now, *worker_, out);
}

}  // namespace drydock::moor::worker
