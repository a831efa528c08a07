#include "reference/moor/enrollment/enrollment_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace drydock::moor::enrollment {
namespace {

constexpr TimerId attempt_timer{"enrollment_attempt"};
constexpr TimerId retry_timer{"enrollment_retry"};

/// Refusals that the same request would meet again (EN-24).
bool is_final(std::string const& error) {
  constexpr std::string_view finals[] = {"Invalid enrollment token", "Invalid CURVE public key",
                                         "Invalid request format", "Missing "};
  return std::any_of(std::begin(finals), std::end(finals),
                     [&](std::string_view start) { return error.starts_with(start); });
}

}  // namespace

EnrollmentClient::EnrollmentClient(Settings settings, FileStore& files)
    : settings_(std::move(settings)), files_(files), next_delay_(settings_.retry_min) {}

void EnrollmentClient::start(VirtualTime now, Outbox& out) {
  std::string why_not;
  identity_ = load_identity(files_, settings_.service_type, why_not);
  if (identity_ && settings_.pinned_daemon_key &&
      identity_->daemon_key != *settings_.pinned_daemon_key) {
    identity_.reset();
    why_not = "it is of another daemon than the pinned one";
  }
  if (identity_) return;
  out.emplace_back(Log{LogLevel::info, "no identity yet: " + why_not});
  if (settings_.enrollment_token.empty()) return give_up("there is no enrollment token", out);
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
  out.emplace_back(SetTimer{attempt_timer, now + settings_.attempt_max});
}

void EnrollmentClient::step(VirtualTime now, Input const& input, Outbox& out) {
  if (identity_ || failure_) return;
  if (auto const* up = std::get_if<PeerUp>(&input)) {
    if (up->peer.socket == socket) ask(out);
  } else if (auto const* down = std::get_if<PeerDown>(&input)) {
    if (down->peer.socket == socket) retry(now, "the connection broke", out);
  } else if (auto const* received = std::get_if<Received>(&input)) {
    if (received->from.socket == socket) on_reply(now, received->frames, out);
  } else if (auto const* fired = std::get_if<TimerFired>(&input)) {
    if (fired->timer == attempt_timer) retry(now, "no answer in time", out);
    if (fired->timer == retry_timer) attempt(now, out);
  }
}

void EnrollmentClient::ask(Outbox& out) {
  Result<Bytes> request = encode(EnrollmentRequest{settings_.enrollment_token,
                                                   settings_.fresh_keys.public_key.z85(),
                                                   settings_.service_type,
                                                   settings_.hostname,
                                                   {},
                                                   {}});
  if (!request) return give_up("the request cannot be encoded: " + request.error().message, out);
  out.emplace_back(Send{{socket}, Frames{*std::move(request)}});
}

void EnrollmentClient::on_reply(VirtualTime now, Frames const& frames, Outbox& out) {
  if (frames.size() != 1) return retry(now, "the answer is not one frame", out);
  auto const response = decode_enrollment_response(frames[0]);
  if (!response) return retry(now, "the answer is unreadable: " + response.error().text(), out);
  if (!response->success) {
    std::string const error = response->error.value_or("no reason given");
    return is_final(error) ? give_up(error, out) : retry(now, error, out);
  }
  if (auto const accepted = accept(now, *response, out); !accepted) {
    give_up(accepted.error().message, out);
  }
}

Result<void> EnrollmentClient::accept(VirtualTime now, EnrollmentResponse const& response,
                                      Outbox& out) {
  if (!response.service_uuid || !response.daemon_curve_public_key) {
    return fail("the daemon's success lacks a UUID or its key");
  }
  auto const uuid = Uuid::parse(*response.service_uuid);
  if (!uuid) return fail("the daemon's answer: " + uuid.error().message);
  auto const key = CurvePublicKey::parse(*response.daemon_curve_public_key);
  if (!key) return fail("the daemon's key: " + key.error().message);
  if (settings_.pinned_daemon_key && *key != *settings_.pinned_daemon_key) {
    return fail("the daemon's key is not the pinned one");
  }
  Identity identity{*uuid,
                    settings_.service_type,
                    settings_.hostname,
                    *key,
                    settings_.clock->wall_time(now).text(),
                    settings_.fresh_keys};
  if (auto const saved = save_identity(files_, identity); !saved) return saved;
  identity_ = std::move(identity);
  out.emplace_back(Log{LogLevel::info, "enrolled as " + uuid->text()});
  close(out);
  return {};
}

void EnrollmentClient::retry(VirtualTime now, std::string const& why, Outbox& out) {
  close(out);
  if (attempts_ >= settings_.attempts_max) {
    return give_up(fmt::format("{} after {} attempts", why, attempts_), out);
  }
  out.emplace_back(Log{LogLevel::warning, "enrollment: " + why});
  out.emplace_back(SetTimer{retry_timer, now + next_delay_});
  next_delay_ = std::min(2 * next_delay_, settings_.retry_max);
}

void EnrollmentClient::give_up(std::string why, Outbox& out) {
  failure_ = std::move(why);
  out.emplace_back(Log{LogLevel::error, "not enrolled: " + *failure_});
  close(out);
}

void EnrollmentClient::close(Outbox& out) {
  out.emplace_back(CancelTimer{attempt_timer});
  if (std::exchange(open_, false)) out.emplace_back(CloseSocket{socket});
}

}  // namespace drydock::moor::enrollment
