#include "conformance/moor/fake_gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "conformance/moor/suite.hpp"
#include "reference/core/ensure.hpp"
#include "reference/machine/zap.hpp"
#include "reference/moor/token/tokens.hpp"

namespace drydock::conformance {
namespace {

using moor::enrollment::EnrollmentRequest;
using moor::enrollment::EnrollmentResponse;

constexpr SocketName zap = "zap";
constexpr SocketName enrollment = "enrollment";
constexpr std::string_view domain = "moor";
constexpr std::size_t key_characters = 40;

EnrollmentResponse refused(std::string why) {
  EnrollmentResponse response;
  response.error = std::move(why);
  return response;
}

std::string described(EnrollmentRequest const& request) {
  return fmt::format("asks {} for key {} of \"{}\"{}",
                     request.service_token ? "with a service token" : "with an enrollment token",
                     request.curve_public_key, request.service_type,
                     request.service_id ? " and a token" : "");
}

std::string described(EnrollmentResponse const& response) {
  if (!response.success) return "refuses: " + response.error.value_or("");
  return fmt::format("enrolls as {} with daemon key {}{}", response.service_uuid.value_or("nobody"),
                     response.daemon_curve_public_key.value_or("missing"),
                     response.service_token ? " and a token" : "");
}

}  // namespace

CurveKeyPair const& suite_keys() {
  static CurveKeyPair const keys = [] {
    Rng rng{Seed{0xc011}};
    return CurveKeyPair::generate(rng);
  }();
  return keys;
}

std::optional<CurvePublicKey> Enrolling::key() const {
  auto const key = CurvePublicKey::parse(request.curve_public_key);
  return key ? std::optional{*key} : std::nullopt;
}

FakeGate::FakeGate(Stage& stage, Rng rng, Remember remember)
    : stage_(stage),
      rng_(rng),
      remember_(std::move(remember)),
      signing_key_(drydock::token::SecretKey::random(rng_)),
      tokens_{std::string(enrollment_token)} {}

/// The authenticator first: nobody may come in before there is one (TS-10).
void FakeGate::open() {
  SocketSpec authenticator;
  authenticator.type = SocketType::router;
  authenticator.bind = {std::string(zap_endpoint)};
  stage_.open(zap, authenticator);
  SocketSpec desk;
  desk.type = SocketType::router;
  desk.bind = {stage_.value("enrollment")};
  desk.security = Plain{.by_protocol = true};
  stage_.open(enrollment, desk);
}

Security FakeGate::security() const { return CurveServer{keys_.secret_key, std::string(domain)}; }

bool FakeGate::take(Received const& received) {
  if (received.from.socket == enrollment) {
    on_enrolling(received);
    return true;
  }
  if (received.from.socket != zap) return false;
  auto const admit = [&](CurvePublicKey const& key) -> std::optional<std::string> {
    auto const found = admitted_.find(key);
    bool const enters = found != admitted_.end() && !admits_nobody_;
    if (!enters) ++barred_;
    remember_(fmt::format("suite {} key {}", enters ? "admits" : "bars", key.z85()));
    return enters ? std::optional{found->second} : std::nullopt;
  };
  if (auto const answer = answer_zap(received.frames, domain, admit)) {
    stage_.send(received.from, *answer);
  }
  return true;
}

void FakeGate::admit(CurvePublicKey const& key) {
  admitted_.insert_or_assign(key, Uuid::random(rng_).text());
}

std::size_t FakeGate::enrollments() const {
  auto const renews = [](Enrolling const& one) { return one.request.service_token.has_value(); };
  auto const count = std::count_if(enrolling_.begin(), enrolling_.end(), renews);
  return enrolling_.size() - static_cast<std::size_t>(count);
}

/// The checks of a daemon, in its order and words. Source: workers 7.2; tokens ST-08.
std::optional<EnrollmentResponse> FakeGate::refusal_of(Request const& request) const {
  if (request.curve_public_key.size() != key_characters) {
    return refused(fmt::format("Invalid CURVE public key length: expected {}, got {}",
                               key_characters, request.curve_public_key.size()));
  }
  if (!request.service_token) {
    if (tokens_.contains(request.enrollment_token)) return std::nullopt;
    return refused("Invalid enrollment token");
  }
  bool const known =
      std::find(issued_.begin(), issued_.end(), *request.service_token) != issued_.end();
  if (known && !refuses_renewals_) return std::nullopt;
  return refused("Service token refused: the token has expired");
}

EnrollmentResponse FakeGate::usual_answer(Request const& request) {
  if (auto refusal = refusal_of(request)) return *std::move(refusal);
  EnrollmentResponse response;
  response.success = true;
  Uuid const uuid = Uuid::random(rng_);
  response.service_uuid = uuid.text();
  response.daemon_curve_public_key = keys_.public_key.z85();
  if (auto const key = CurvePublicKey::parse(request.curve_public_key)) {
    admitted_.insert_or_assign(*key, uuid.text());
  }
  if (token_lifetime_ && request.service_id) response.service_token = mint(request);
  return response;
}

std::string FakeGate::mint(Request const& request) {
  auto const worker = Uuid::parse(*request.service_id);
  if (!worker) return {};
  drydock::token::Stamp const stamp{stage_.wall_time(), *token_lifetime_, Uuid::random(rng_)};
  issued_.push_back(moor::token::mint(
      moor::token::WorkerToken{*worker, stage_.value("worker_type")}, signing_key_, stamp));
  return issued_.back();
}

void FakeGate::on_enrolling(Received const& received) {
  auto const delimiter = std::find_if(received.frames.begin(), received.frames.end(),
                                      [](Frame const& frame) { return frame.empty(); });
  if (delimiter == received.frames.end() || received.frames.end() - delimiter != 2) return;
  Frames const envelope{received.frames.begin(), delimiter + 1};
  auto const request = moor::enrollment::decode_enrollment_request(received.frames.back());
  std::optional<Response> response;
  if (!request) {
    response = refused("Invalid request format: " + request.error().text());
  } else {
    enrolling_.push_back({stage_.now(), received.from, envelope, *request});
    remember_("worker -> suite  " + described(*request));
    response = answer_ ? answer_(*request) : usual_answer(*request);
  }
  if (!response) return remember_("suite            does not answer");
  remember_("suite -> worker  " + described(*response));
  auto const payload = moor::enrollment::encode(*response);
  ENSURE(payload.has_value());
  Frames frames = envelope;
  frames.push_back(*payload);
  stage_.send(received.from, frames);
}

}  // namespace drydock::conformance
