#include "reference/moor/host/enrolled_host.hpp"

#include <utility>

namespace drydock::moor::host {
namespace {

Settings with_id(Settings settings, Rng const& rng) {
  if (settings.profile == Profile::strict && !settings.id) settings.id = Host::id_of(rng);
  return settings;
}

enrollment::EnrollmentClient::Settings with_host(enrollment::EnrollmentClient::Settings enrolling,
                                                 Settings const& settings) {
  if (settings.profile == Profile::strict) enrolling.service_id = settings.id;
  return enrolling;
}

}  // namespace

EnrolledHost::EnrolledHost(Settings settings, Make make,
                           enrollment::EnrollmentClient::Settings enrollment, FileStore& files,
                           Rng const& rng)
    : settings_(with_id(std::move(settings), rng)),
      make_(std::move(make)),
      clock_(*enrollment.clock),
      token_rng_(rng.fork("token_holder")),
      enrollment_(with_host(std::move(enrollment), settings_), files) {}

void EnrolledHost::step(VirtualTime now, Input const& input, Outbox& out) {
  if (!host_) return enroll(now, input, out);
  if (tokens_ && enrollment::TokenHolder::concerns(input)) {
    tokens_->step(now, input, out);
  } else {
    machine_->step(now, input, out);
  }
  if (tokens_ && !host_->ended()) keep_token(now, out);
}

void EnrolledHost::check_invariants() const {
  if (machine_) machine_->check_invariants();
}

void EnrolledHost::check_everything() const {
  if (machine_) machine_->check_everything();
}

void EnrolledHost::enroll(VirtualTime now, Input const& input, Outbox& out) {
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
    begin(now, out);
  } else if (enrollment_.failure()) {
    out.emplace_back(Exit{2, *enrollment_.failure()});
  }
}

void EnrolledHost::begin(VirtualTime now, Outbox& out) {
  enrollment::Identity const& identity = *enrollment_.identity();
  settings_.curve = CurveClient{identity.keys, identity.daemon_key};
  machine_ = make_(settings_);
  host_ = &machine_->host();
  if (settings_.profile == Profile::strict) {
    tokens_.emplace(enrollment::TokenHolder::Settings{}, enrollment_, clock_, token_rng_);
    tokens_->begin(now, out);
    keep_token(now, out);
  }
  machine_->step(now, Started{}, out);
}

void EnrolledHost::keep_token(VirtualTime now, Outbox& out) {
  if (answers_taken_ != tokens_->answers()) {
    answers_taken_ = tokens_->answers();
    host_->use_token(now, tokens_->token(), out);
  }
  if (host_->wants_token()) tokens_->on_refused(now, out);
  tokens_->look(now, out);
  if (tokens_->failure()) out.emplace_back(Exit{2, *tokens_->failure()});
}

}  // namespace drydock::moor::host
