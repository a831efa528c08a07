#include "conformance/moor/daemon/fake_worker.hpp"

#include <fmt/format.h>

#include <utility>

#include "conformance/moor/heard.hpp"
#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/describe.hpp"
#include "reference/token/claims.hpp"
#include "reference/token/paseto.hpp"

namespace drydock::conformance::daemon {
namespace {

/// When a holder renews a token of these claims at the latest; nothing if it never ends.
std::optional<WallTime> renewal_of(std::string_view token) {
  auto const parts = drydock::token::inspect(token);
  if (!parts) return std::nullopt;
  auto const claims = drydock::token::parse_claims(parts->payload);
  if (!claims) return std::nullopt;
  auto const registered = drydock::token::registered_claims(*claims);
  if (!registered || !registered->issued || !registered->expires) return std::nullopt;
  return drydock::token::renewal_time(*registered->issued, *registered->expires);
}

/// On tcp, unless the stage has that in the clear.
bool needs_identity(Visitors const& visitors) {
  bool const tcp = visitors.value("request").starts_with("tcp://") ||
                   visitors.value("response").starts_with("tcp://");
  return tcp && visitors.secure();
}

}  // namespace

bool ControlAnswer::is_refusal() const {
  return as<moor::WorkerRejected>() != nullptr || as<moor::WorkerInvalidPayload>() != nullptr;
}

std::string ControlAnswer::described() const {
  static constexpr char const* names[] = {
      "WorkerAck",          "WorkerRejected",       "WorkerAttached",
      "WorkerAuthFailed",   "WorkerInvalidPayload", "WorkerUnknownRequest",
      "WorkerNotRegistered"};
  if (reply) return names[reply->reply.index()];
  return frames.size() == 1 ? "a frame that is no DaemonToWorkerReply" : "other than one frame";
}

std::vector<Evidence> ControlAnswer::evidence() const {
  std::vector<Evidence> all;
  for (Frame const& frame : frames) {
    all.push_back(evidence_of(text_for(moor::Root::daemon_to_worker_reply, frame), frame));
  }
  return all;
}

FakeWorker::FakeWorker(Visitors& visitors, std::string type)
    : visitors_(visitors), id_(visitors.new_id()), type_(std::move(type)) {
  if (needs_identity(visitors)) {
    Admission admission = admit(visitors, id_);
    identity_ = std::move(admission.identity);
    take_token(std::move(admission.token));
  }
  connect();
}

FakeWorker::FakeWorker(Visitors& visitors, std::optional<Identity> identity, Uuid const& id,
                       std::string type)
    : visitors_(visitors), id_(id), type_(std::move(type)), identity_(std::move(identity)) {
  connect();
}

FakeWorker::FakeWorker(Visitors& visitors, FakeWorker const& same)
    : visitors_(visitors),
      id_(same.id_),
      type_(same.type_),
      identity_(same.identity_),
      token_(same.token_),
      renew_at_(same.renew_at_) {
  connect();
}

void FakeWorker::connect() {
  std::string const endpoint = visitors_.value("response");
  control_ = visitors_.open(dealer_to(endpoint, security_at(endpoint)));
}

Security FakeWorker::security_at(std::string_view endpoint) const {
  if (!identity_ || !endpoint.starts_with("tcp://")) return Plain{};
  return identity_->client;
}

void FakeWorker::take_token(std::optional<std::string> token) {
  token_ = std::move(token);
  renew_at_ = token_ ? renewal_of(*token_) : std::nullopt;
}

void FakeWorker::show_token(std::optional<std::string> token) {
  token_ = std::move(token);
  renew_at_.reset();
}

void FakeWorker::renew_token() {
  ENSURE(identity_ && token_);
  Newcomer newcomer{visitors_};
  EnrollmentRequest request = newcomer.good_request(identity_->keys().public_key);
  request.enrollment_token.clear();
  request.service_token = token_;
  request.service_id = id_.text();
  EnrollmentResponse const renewed = newcomer.enroll(request);
  visitors_.require(renewed.service_token.has_value(), "a new token for a good one", "none");
  take_token(renewed.service_token);
}

/// As a newcomer, which works for a token that has ended too.
void FakeWorker::refresh_token() {
  Newcomer newcomer{visitors_};
  EnrollmentRequest request = newcomer.good_request(identity_->keys().public_key);
  request.service_id = id_.text();
  take_token(newcomer.enroll(request).service_token);
}

Bytes FakeWorker::encoded(moor::WorkerToDaemonUnion const& message) {
  bool const due = renew_at_ && visitors_.stage().wall_time() >= *renew_at_;
  if (due) refresh_token();
  auto payload = moor::encode(moor::WorkerToDaemonMessage{message, token_}, generous_limits());
  ENSURE(payload.has_value());
  return *std::move(payload);
}

void FakeWorker::send(moor::WorkerToDaemonUnion const& message) {
  send_raw({id_.to_bytes(), encoded(message)});
}

void FakeWorker::send_raw(Frames const& frames) {
  Frames whole{{}};
  whole.insert(whole.end(), frames.begin(), frames.end());
  bool const usual = frames.size() == 2;
  visitors_.remember("worker -> daemon  " + (usual
                                                 ? text_for(moor::Root::worker_to_daemon, frames[1])
                                                 : fmt::format("{} frames", frames.size())));
  visitors_.send(control_, whole);
}

void FakeWorker::send_without_delimiter(Frames const& frames) {
  visitors_.remember("worker -> daemon  a message without a delimiter");
  visitors_.send(control_, frames);
}

ControlAnswer FakeWorker::ask(moor::WorkerToDaemonUnion const& message) {
  return ask_raw({id_.to_bytes(), encoded(message)});
}

ControlAnswer FakeWorker::ask_raw(Frames const& frames) {
  std::size_t const before = answered();
  send_raw(frames);
  Duration const within = before == 0 ? start_within : reply_within;
  bool const came = visitors_.run_until(within, [&] { return answered() > before; });
  visitors_.require(came, "an answer on the control socket", visitors_.nothing_came());
  ControlAnswer said = answer(before);
  visitors_.remember("daemon -> worker  " + said.described());
  return said;
}

ControlAnswer FakeWorker::answer(std::size_t number) const {
  Inbox::Message const& message = visitors_.inbox(control_).messages.at(number);
  ControlAnswer answer{message.at, message.frames, std::nullopt};
  bool const delimited = !answer.frames.empty() && answer.frames.front().empty();
  if (delimited) answer.frames.erase(answer.frames.begin());
  if (answer.frames.size() != 1) return answer;
  auto decoded = moor::decode_reply(answer.frames.front(), generous_limits());
  if (decoded) answer.reply = *std::move(decoded);
  return answer;
}

ControlAnswer FakeWorker::result(Uuid const& request, moor::Var value) {
  return ask(moor::RequestResult{id_, request, std::move(value)});
}

void FakeWorker::join() {
  auto const attached = expect<moor::WorkerAttached>(attach(), "WorkerAttached for an attach");
  visitors_.require(attached.worker_id == id_, "the worker's own id in WorkerAttached", "another");
}

void FakeWorker::expect_served() {
  expect<moor::WorkerAttached>(attach(), "WorkerAttached for a good attach after it");
  expect<moor::WorkerAck>(detach(), "WorkerAck for a good detach after it");
}

void FakeWorker::subscribe() {
  std::string const endpoint = visitors_.value("request");
  dispatch_ = visitors_.open(subscriber_to(endpoint, security_at(endpoint)));
  bool const up = visitors_.run_until(start_within, [&] { return broadcasts().ups > 0; });
  visitors_.require(up, "a connection to the dispatch socket",
                    broadcasts().refusals > 0 ? "a refusal" : visitors_.nothing_came());
}

Admission admit(Visitors& visitors, Uuid const& service_id, std::string const& service_type) {
  CurveKeyPair const keys = visitors.new_keys();
  Newcomer newcomer{visitors};
  if (enrollment_token(visitors).empty()) await_enrollment_token(visitors);
  EnrollmentRequest request = newcomer.good_request(keys.public_key);
  request.service_type = service_type;
  request.service_id = service_id.text();
  EnrollmentResponse const response = newcomer.enroll(request);
  return {{admitted_client(keys, response), *response.service_uuid}, response.service_token};
}

CurveClient stranger(Visitors& visitors, Identity const& known) {
  return {visitors.new_keys(), known.client.server_key};
}

bool is_let_in(Visitors& visitors, std::string const& endpoint, SocketType type,
               Security const& security, Duration limit) {
  SocketSpec spec =
      type == SocketType::sub ? subscriber_to(endpoint, security) : dealer_to(endpoint, security);
  SocketName const socket = visitors.open(spec);
  Inbox const& inbox = visitors.inbox(socket);
  visitors.run_until(limit, [&] { return inbox.ups + inbox.refusals > 0; });
  bool const in = inbox.ups > 0;
  visitors.close(socket);
  return in;
}

}  // namespace drydock::conformance::daemon
