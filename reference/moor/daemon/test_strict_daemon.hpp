#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "reference/machine/wall_clock.hpp"
#include "reference/moor/daemon/test_daemon.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"
#include "reference/moor/enrollment/test_files.hpp"

namespace drydock::moor::daemon {

/// A calendar that a test steps as it likes.
class SteppedClock final : public WallClock {
 public:
  WallTime wall_time(VirtualTime now) const override {
    return zero_ + now.time_since_epoch() + ahead;
  }
  Duration ahead{0};

 private:
  WallTime const zero_ = WallTime::parse("2026-11-21T04:00:00Z").value();
};

/// A daemon with files, and those who enroll with it and then speak, for tests of the strict
/// profile and of enrollment.
class StrictDaemon {
 public:
  using Request = enrollment::EnrollmentRequest;
  using Response = enrollment::EnrollmentResponse;

  static Settings strict() {
    Settings settings;
    settings.strict = true;
    return settings;
  }
  static Settings strict_with(Defects const& defects) {
    Settings settings = strict();
    settings.defects = defects;
    return settings;
  }

  explicit StrictDaemon(Settings settings = strict()) : settings_(std::move(settings)) {
    files.content["enrollment-token"] = "the-token";
    if (!key_files().create(signing_key).has_value()) throw std::runtime_error("no key pair");
    start();
  }
  /// Another process on the same files, at the same time of the calendar.
  void start() {
    if (daemon_) clock.ahead += driver().now().time_since_epoch();
    daemon_ = std::make_unique<TestDaemon>(settings_, Trust{.data = &files,
                                                            .config = &files,
                                                            .keys = daemon_keys,
                                                            .clock = &clock,
                                                            .signing_keys = &files});
  }
  SigningKeyFiles key_files() { return SigningKeyFiles{files}; }
  TestDaemon& daemon() { return *daemon_; }
  MachineDriver& driver() { return daemon_->driver(); }
  WallTime wall() { return clock.wall_time(driver().now()); }
  /// Long enough for the daemon to look at its files again.
  void look() { daemon_->advance(settings_.allowed_hosts_period); }

  Request request(CurveKeyPair const& keys, std::optional<std::string> id = std::nullopt) {
    return {"the-token", keys.public_key.z85(), "echo-worker", "here", {}, std::move(id)};
  }
  Response ask(Frames frames) {
    driver().receive("enrollment", std::move(frames));
    auto const sent = sent_to("enrollment");
    if (sent.size() != 1 || sent[0].size() != 1) throw std::runtime_error("not one answer");
    return enrollment::decode_enrollment_response(sent[0][0]).value();
  }
  Response ask(Request const& request) { return ask(Frames{enrollment::encode(request).value()}); }
  /// The token that a key gets for a worker.
  std::string enroll(CurveKeyPair const& keys, Uuid const& id) {
    return ask(request(keys, id.text())).service_token.value();
  }
  Response renew(CurveKeyPair const& keys, std::string const& token,
                 std::optional<std::string> id = std::nullopt) {
    Request renewal = request(keys, std::move(id));
    renewal.enrollment_token = "";
    renewal.service_token = token;
    return ask(renewal);
  }

  DaemonToWorkerReplyUnion say(WorkerToDaemonUnion body, std::optional<std::string> token,
                               std::string const& user = {}) {
    Uuid const id = std::visit([](auto const& of) { return of.worker_id; }, body);
    WorkerToDaemonMessage const message{std::move(body), std::move(token)};
    driver().input(Received{{"control"}, {id.to_bytes(), encode(message).value()}, user});
    auto const sent = sent_to("control");
    if (sent.size() != 1) throw std::runtime_error("not one reply");
    return decode_reply(sent[0].at(0)).value().reply;
  }
  DaemonToWorkerReplyUnion attach(Uuid const& id, std::optional<std::string> token,
                                  std::string const& user = {}) {
    return say(AttachWorker{id, Symbol{"echo"}}, std::move(token), user);
  }
  DaemonToWorkerReplyUnion pong(Uuid const& id, std::optional<std::string> token,
                                std::string const& user = {}) {
    return say(WorkerPong{id, Symbol{"echo"}}, std::move(token), user);
  }
  /// Whether a caller's request reaches a worker now.
  bool dispatches() {
    daemon_->ask("echo");
    return !daemon_->requests().empty();
  }

  /// `200` or `400`; empty without an authenticator.
  std::string zap_code(CurvePublicKey const& key) {
    if (!driver().is_open("zap")) return {};
    driver().receive("zap", {Frame{}, bytes_of("1.0"), Frame{1}, bytes_of("moor"), Frame{}, Frame{},
                             bytes_of("CURVE"), Frame(key.bytes.begin(), key.bytes.end())});
    return std::string(drydock::text_of(ByteView{sent_to("zap").at(0).at(3)}));
  }
  std::vector<Frames> sent_to(SocketName socket) {
    std::vector<Frames> frames;
    for (Send& send : daemon_->take(socket)) frames.push_back(std::move(send.frames));
    return frames;
  }
  CurveKeyPair fresh_keys() { return CurveKeyPair::generate(rng); }
  Uuid fresh_id() { return Uuid::random(rng); }
  token::SecretKey fresh_signing_key() { return token::SecretKey::random(rng); }

  Rng rng{Seed{3}};
  CurveKeyPair daemon_keys = CurveKeyPair::generate(rng);
  token::SecretKey signing_key = token::SecretKey::random(rng);
  enrollment::TestFiles files;
  SteppedClock clock;

 private:
  Settings settings_;
  std::unique_ptr<TestDaemon> daemon_;
};

/// The reason of a WorkerAuthFailed; empty for any other reply.
inline std::string reason_of(DaemonToWorkerReplyUnion const& reply) {
  auto const* failed = std::get_if<WorkerAuthFailed>(&reply);
  return failed == nullptr ? std::string{} : failed->reason;
}

}  // namespace drydock::moor::daemon
