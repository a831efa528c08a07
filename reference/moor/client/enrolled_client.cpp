#include "reference/moor/client/enrolled_client.hpp"

#include <utility>

namespace drydock::moor::client {
namespace {

constexpr TimerId enrollment_patience{"enrollment_patience"};

}  // namespace

EnrolledClient::EnrolledClient(Settings settings, enrollment::EnrollmentClient::Settings enrollment,
                               FileStore& files, Rng rng)
    : settings_(std::move(settings)),
      enrollment_address_(enrollment.address),
      rng_(rng),
      enrollment_(std::move(enrollment), files) {}

void EnrolledClient::step(VirtualTime now, Input const& input, Outbox& out) {
  if (client_) return client_->step(now, input, out);
  if (!failure_) enroll(now, input, out);
}

void EnrolledClient::enroll(VirtualTime now, Input const& input, Outbox& out) {
  auto const* fired = std::get_if<TimerFired>(&input);
  if (std::holds_alternative<StopRequested>(input)) return end("it was told to stop", out);
  if (fired != nullptr && fired->timer == enrollment_patience) {
    return end("nobody enrolls us at " + enrollment_address_, out);
  }
  if (std::holds_alternative<Started>(input)) {
    out.emplace_back(SetTimer{enrollment_patience, now + settings_.daemon_wait_max});
    enrollment_.start(now, out);
  } else {
    enrollment_.step(now, input, out);
  }
  if (enrollment_.failure()) return end(*enrollment_.failure(), out);
  if (!enrollment_.identity()) return;
  out.emplace_back(CancelTimer{enrollment_patience});
  enrollment::Identity const& identity = *enrollment_.identity();
  settings_.curve = CurveClient{identity.keys, identity.daemon_key};
  client_.emplace(settings_, rng_);
  client_->step(now, Started{}, out);
}

void EnrolledClient::end(std::string reason, Outbox& out) {
  failure_ = NoAnswer{std::move(reason)};
  out.emplace_back(Exit{0, "settled"});
}

std::optional<Outcome> EnrolledClient::outcome() const {
  if (failure_) return *failure_;
  return client_ ? client_->outcome() : std::nullopt;
}

std::vector<std::string> EnrolledClient::said() const {
  return client_ ? client_->said() : std::vector<std::string>{};
}

}  // namespace drydock::moor::client
