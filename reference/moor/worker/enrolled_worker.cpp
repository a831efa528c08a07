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
  if (worker_) {
    work(now, input, out);
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
  worker_.emplace(settings_, std::move(service_), rng_);
  if (settings_.profile == Profile::strict) {
    enrollment::TokenHolder::Settings holding;
    holding.renews_too_late = settings_.defects.has(Defect::renews_too_late);
    holding.never_renews = settings_.defects.has(Defect::never_renews);
    holding.logs_token = settings_.defects.has(Defect::logs_token);
    tokens_.emplace(holding, enrollment_, *clock_, rng_.fork("token_holder"));
    tokens_->begin(now, out);
    keep_token(now, out);
  }
  worker_->step(now, Started{}, out);
}

void EnrolledWorker::work(VirtualTime now, Input const& input, Outbox& out) {
  if (tokens_ && enrollment::TokenHolder::concerns(input)) {
    tokens_->step(now, input, out);
  } else {
    worker_->step(now, input, out);
  }
  if (tokens_ && !worker_->ended()) keep_token(now, out);
}

void EnrolledWorker::keep_token(VirtualTime now, Outbox& out) {
  if (answers_taken_ != tokens_->answers()) {
    answers_taken_ = tokens_->answers();
    worker_->use_token(now, tokens_->token(), out);
  }
  if (worker_->wants_token()) tokens_->on_refused(now, out);
  tokens_->look(now, out);
  if (tokens_->failure()) out.emplace_back(Exit{2, *tokens_->failure()});
}

}  // namespace drydock::moor::worker
