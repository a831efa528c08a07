#include "reference/moor/enrollment/enrollment_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::moor::enrollment {
namespace {

constexpr TimerId attempt_timer{"enrollment_attempt"};
constexpr TimerId retry_timer{"enrollment_retry"};

/// Refusals that the same request would meet again (EN-24).
bool is_final(std::string const& error) {
  constexpr std::string_view finals[] = {"Invalid enrollment token", "Invalid CURVE public key",
                                         "Invalid request format", "Missing ",
                                         "Service token refused"};
  return std::any_of(std::begin(finals), std::end(finals),
                     [&](std::string_view start) { return error.starts_with(start); });
}

/// Not the service's id: for ST-07's defect.
Uuid other_than(Uuid const& id) {
  Uuid other = id;
  other.bytes.back() ^= 1;
  return other;
}

}  // namespace

EnrollmentClient::EnrollmentClient(Settings settings, FileStore& files)
    : settings_(std::move(settings)),
      files_(files),
      attempt_max_(settings_.attempt_max),
      next_delay_(settings_.retry_min) {}

void EnrollmentClient::start(VirtualTime now, Outbox& out) {
  Mistakes const& mistakes = settings_.mistakes;
  std::string why_not = "a mistake that it was told to make";
  IdentityReading const reading{
      mistakes.splits_at_last_equals ? KeyLines::split_at_last : KeyLines::split_at_first,
      mistakes.ignores_missing_keys ? &settings_.fresh_keys : nullptr};
  if (!mistakes.enrolls_each_start) {
    stored_ = load_identity(files_, settings_.service_type, why_not, reading);
  }
  if (stored_ && settings_.pinned_daemon_key && !mistakes.ignores_pin &&
      stored_->daemon_key != *settings_.pinned_daemon_key) {
    stored_.reset();
    why_not = "it is of another daemon than the pinned one";
  }
  if (!stored_) out.emplace_back(Log{LogLevel::info, "no identity yet: " + why_not});
  if (stored_ && !settings_.service_id && !mistakes.any_server_key) {
    identity_ = stored_;
    return;
  }
  if (settings_.enrollment_token.empty()) return give_up("there is no enrollment token", out);
  begin(now, out);
}

void EnrollmentClient::ask_again(VirtualTime now, std::optional<std::string> service_token,
                                 Duration attempt_max, Outbox& out) {
  ENSURE(identity_ && !asking_);
  renewing_ = std::move(service_token);
  attempt_max_ = attempt_max;
  begin(now, out);
}

void EnrollmentClient::begin(VirtualTime now, Outbox& out) {
  asking_ = true;
  attempts_ = 0;
  next_delay_ = settings_.retry_min;
  attempt(now, out);
}

void EnrollmentClient::attempt(VirtualTime now, Outbox& out) {
  ++attempts_;
  SocketSpec spec;
  spec.type = SocketType::req;
  spec.connect = {settings_.address};
  spec.security = Plain{.by_protocol = true};
  out.emplace_back(OpenSocket{socket, std::move(spec)});
  open_ = true;
  if (settings_.mistakes.no_deadline) return;
  out.emplace_back(SetTimer{attempt_timer, now + attempt_max_});
}

void EnrollmentClient::enroll(VirtualTime now, Input const& input, Outbox& out) {
  if (std::holds_alternative<StopRequested>(input)) {
    out.emplace_back(Exit{0, "stopped"});
    return;
  }
  if (std::holds_alternative<Started>(input)) {
    start(now, out);
  } else {
    step(now, input, out);
  }
  if (failure_) out.emplace_back(Exit{2, *failure_});
}

bool EnrollmentClient::concerns(Input const& input) {
  if (auto const* up = std::get_if<PeerUp>(&input)) return up->peer.socket == socket;
  if (auto const* down = std::get_if<PeerDown>(&input)) return down->peer.socket == socket;
  if (auto const* received = std::get_if<Received>(&input)) return received->from.socket == socket;
  auto const* fired = std::get_if<TimerFired>(&input);
  return fired != nullptr && (fired->timer == attempt_timer || fired->timer == retry_timer);
}

void EnrollmentClient::step(VirtualTime now, Input const& input, Outbox& out) {
  if (!asking_ || !concerns(input)) return;
  if (std::holds_alternative<PeerUp>(input)) {
    ask(now, out);
  } else if (std::holds_alternative<PeerDown>(input)) {
    retry(now, "the connection broke", out);
  } else if (auto const* received = std::get_if<Received>(&input)) {
    on_reply(now, received->frames, out);
  } else if (std::get<TimerFired>(input).timer == attempt_timer) {
    retry(now, "no answer in time", out);
  } else {
    attempt(now, out);
  }
}

CurveKeyPair const& EnrollmentClient::keys() const {
  return stored_ ? stored_->keys : settings_.fresh_keys;
}

void EnrollmentClient::ask(VirtualTime now, Outbox& out) {
  asked_ = {now, settings_.clock->wall_time(now)};
  EnrollmentRequest request{.enrollment_token = renewing_ ? "" : settings_.enrollment_token,
                            .curve_public_key = keys().public_key.z85(),
                            .service_type = settings_.service_type,
                            .hostname = settings_.hostname,
                            .service_token = renewing_};
  if (settings_.service_id) {
    bool const as_another = renewing_ && settings_.mistakes.renews_under_new_id;
    request.service_id =
        (as_another ? other_than(*settings_.service_id) : *settings_.service_id).text();
  }
  Result<Bytes> payload = encode(request);
  if (!payload) return give_up("the request cannot be encoded: " + payload.error().message, out);
  out.emplace_back(Send{{socket}, Frames{*std::move(payload)}});
}

void EnrollmentClient::on_reply(VirtualTime now, Frames const& frames, Outbox& out) {
  if (frames.size() != 1) return retry(now, "the answer is not one frame", out);
  auto const response = decode_enrollment_response(frames[0]);
  if (!response) return retry(now, "the answer is unreadable: " + response.error().text(), out);
  if (!response->success) {
    return on_refusal(now, response->error.value_or("no reason given"), out);
  }
  if (auto const accepted = accept(now, *response, out); !accepted) {
    // Whoever has an identity keeps it, and asks until the daemon that it knows answers.
    if (identity_) return retry(now, accepted.error().message, out);
    give_up(accepted.error().message, out);
  }
}

void EnrollmentClient::on_refusal(VirtualTime now, std::string const& why, Outbox& out) {
  if (!is_final(why) || settings_.mistakes.retries_refusal) return retry(now, why, out);
  if (!renewing_) return give_up(why, out);
  out.emplace_back(Log{LogLevel::warning, "not renewed: " + why + "; enrolling again"});
  close(out);
  renewing_.reset();
  begin(now, out);
}

Result<void> EnrollmentClient::accept(VirtualTime now, EnrollmentResponse const& response,
                                      Outbox& out) {
  auto identity = identity_of(now, response);
  if (!identity) return fail(identity.error().message);
  if (auto const known = check_daemon_key(identity->daemon_key); !known) return known;
  if (auto const kept = keep(*std::move(identity), out); !kept) return kept;
  service_token_ = response.service_token;
  asking_ = false;
  close(out);
  return {};
}

Result<Identity> EnrollmentClient::identity_of(VirtualTime now,
                                               EnrollmentResponse const& response) const {
  bool const lenient = settings_.mistakes.takes_bad_identity;
  if (!lenient && (!response.service_uuid || !response.daemon_curve_public_key)) {
    return fail("the daemon's success lacks a UUID or its key");
  }
  auto const uuid = Uuid::parse(response.service_uuid.value_or(""));
  if (!uuid && !lenient) return fail("the daemon's answer: " + uuid.error().message);
  auto const key = CurvePublicKey::parse(response.daemon_curve_public_key.value_or(""));
  if (!key && !lenient) return fail("the daemon's key: " + key.error().message);
  return Identity{uuid.value_or(Uuid{}),
                  settings_.service_type,
                  settings_.hostname,
                  key.value_or(CurvePublicKey{}),
                  settings_.clock->wall_time(now).text(),
                  keys()};
}

Result<void> EnrollmentClient::check_daemon_key(CurvePublicKey const& key) const {
  Mistakes const& mistakes = settings_.mistakes;
  if (settings_.pinned_daemon_key && !mistakes.ignores_pin && key != *settings_.pinned_daemon_key) {
    return fail("the daemon's key is not the pinned one");
  }
  // Enrollment is in the clear (UQ-37): whom we knew once is not replaced by whoever answers.
  if (stored_ && !mistakes.any_server_key && key != stored_->daemon_key) {
    return fail("the daemon's key is not the one that it had when we enrolled");
  }
  return {};
}

Result<void> EnrollmentClient::keep(Identity identity, Outbox& out) {
  bool const is_known = stored_ && stored_->service_uuid == identity.service_uuid &&
                        stored_->daemon_key == identity.daemon_key;
  if (!is_known) {
    if (auto const saved = save_identity(files_, identity); !saved) return saved;
    out.emplace_back(Log{LogLevel::info, "enrolled as " + identity.service_uuid.text()});
    stored_ = std::move(identity);
  }
  identity_ = stored_;
  return {};
}

void EnrollmentClient::retry(VirtualTime now, std::string const& why, Outbox& out) {
  close(out);
  // Without an identity there is nothing to do meanwhile, and somebody should see that.
  if (!identity_ && attempts_ >= settings_.attempts_max) {
    return give_up(fmt::format("{} after {} attempts", why, attempts_), out);
  }
  out.emplace_back(Log{LogLevel::warning, "enrollment: " + why});
  out.emplace_back(SetTimer{retry_timer, now + next_delay_});
  next_delay_ = std::min(2 * next_delay_, settings_.retry_max);
}

void EnrollmentClient::give_up(std::string why, Outbox& out) {
  failure_ = std::move(why);
  asking_ = false;
  out.emplace_back(Log{LogLevel::error, "not enrolled: " + *failure_});
  close(out);
}

void EnrollmentClient::close(Outbox& out) {
  out.emplace_back(CancelTimer{attempt_timer});
  if (std::exchange(open_, false)) out.emplace_back(CloseSocket{socket});
}

}  // namespace drydock::moor::enrollment
