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
  if (!host_) {
    enrollment_.enroll(now, input, out);
    if (enrollment_.identity()) begin(now, out);
    return;
  }
  if (tokens_ && enrollment::TokenHolder::concerns(input)) {
    tokens_->step(now, input, out);
  } else {
    machine_->step(now, input, out);
  }
  if (tokens_ && !host_->ended()) tokens_->provide(now, *host_, out);
}

void EnrolledHost::check_invariants() const {
  if (machine_) machine_->check_invariants();
}

void EnrolledHost::check_everything() const {
  if (machine_) machine_->check_everything();
}

void EnrolledHost::begin(VirtualTime now, Outbox& out) {
  enrollment::Identity const& identity = *enrollment_.identity();
  settings_.curve = CurveClient{identity.keys, identity.daemon_key};
  machine_ = make_(settings_);
  host_ = &machine_->host();
  if (settings_.profile == Profile::strict) {
    tokens_.emplace(enrollment::TokenHolder::Settings{}, enrollment_, clock_, token_rng_);
    tokens_->begin(now, out);
    tokens_->provide(now, *host_, out);
  }
  machine_->step(now, Started{}, out);
}

}  // namespace drydock::moor::host
