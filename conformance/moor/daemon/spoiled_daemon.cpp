#include "conformance/moor/daemon/spoiled_daemon.hpp"

#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"
#include "reference/token/pem.hpp"

namespace drydock::conformance {
namespace {

using namespace moor;

constexpr SocketName control = "control";
constexpr SocketName dispatch = "dispatch";
constexpr SocketName enrollment_socket = "enrollment";

class Spoiled final : public Machine {
 public:
  Spoiled(std::unique_ptr<Machine> daemon, Spoil spoil, std::string token)
      : daemon_(std::move(daemon)), spoil_(spoil), token_(std::move(token)) {}

  void step(VirtualTime now, Input const& input, Outbox& out) override {
    if (swallows(input, out)) return;
    Outbox outputs;
    daemon_->step(now, input, outputs);
    for (Output& output : outputs) {
      auto* const send = std::get_if<Send>(&output);
      auto* const open = std::get_if<OpenSocket>(&output);
      if (open != nullptr) spoil_socket(open->spec, out);
      if (send != nullptr && send->to.socket == control) spoil_reply(send->frames);
      if (send != nullptr && send->to.socket == dispatch) spoil_broadcast(send->frames);
      out.push_back(std::move(output));
      bool const pinged = send != nullptr && std::get<Send>(out.back()).to.socket == dispatch;
      if (pinged && spoil_ == Spoil::please_die) kill(out);
    }
  }

 private:
  /// Whether the daemon is not to hear of it; then what is to be said is said.
  bool swallows(Input const& input, Outbox& out) {
    if (std::holds_alternative<StopRequested>(input)) return spoil_ == Spoil::never_stops;
    auto const* received = std::get_if<Received>(&input);
    if (received == nullptr) return false;
    if (received->from.socket == enrollment_socket) return swallows_enrollment(*received, out);
    if (received->from.socket != control) return false;
    if (spoil_ == Spoil::gives_up_on_garbage && garbage_ >= 10) return true;
    auto const message = received->frames.size() == 2 ? decode_worker_to_daemon(received->frames[1])
                                                      : tl::make_unexpected(DecodeError{});
    if (!message) return false;
    last_ = Uuid::from_bytes(received->frames[0]).value_or(Uuid{});
    if (message->token && spoil_ == Spoil::prints_worker_tokens) {
      out.emplace_back(Log{LogLevel::info, "a message with " + *message->token});
    }
    if (!message->token || spoil_ != Spoil::refuses_unknown_fields) return false;
    out.emplace_back(Send{received->from, {encoded(WorkerAuthFailed{"what is that?"})}});
    return true;
  }

  bool swallows_enrollment(Received const& received, Outbox& out) {
    if (spoil_ == Spoil::locks_out) return ++enrollments_ > 10;
    if (spoil_ != Spoil::no_attempt_limit) return false;
    auto payload =
        enrollment::encode(enrollment::EnrollmentResponse{.error = "Invalid enrollment token"});
    ENSURE(payload.has_value());
    out.emplace_back(Send{received.from, {*std::move(payload)}});
    return true;
  }

  void spoil_socket(SocketSpec& spec, Outbox& out) const {
    if (spoil_ == Spoil::rejected_as_ack) spec.frame_bytes_max.reset();
    bool const ipc = !spec.bind.empty() && spec.bind.front().starts_with("ipc://");
    if (ipc && spoil_ == Spoil::curve_on_ipc) {
      Rng rng{Seed{7}};
      spec.security = CurveServer{CurveKeyPair::generate(rng).secret_key, "moor"};
    }
    auto const* curve = std::get_if<CurveServer>(&spec.security);
    if (curve != nullptr && spoil_ == Spoil::prints_secret_key) {
      out.emplace_back(Log{LogLevel::info, "a socket with " + z85_of_secret(curve->secret_key)});
    }
  }

  static Bytes encoded(DaemonToWorkerReplyUnion reply) {
    auto payload = encode(DaemonToWorkerReply{std::move(reply)});
    ENSURE(payload.has_value());
    return *std::move(payload);
  }

  void spoil_reply(Frames& frames) {
    if (spoil_ == Spoil::extra_reply_frame) {
      Frame const again = frames.front();
      frames.push_back(again);
      return;
    }
    auto const said = decode_reply(frames.front());
    ENSURE(said.has_value());
    bool const bad = std::holds_alternative<WorkerRejected>(said->reply) ||
                     std::holds_alternative<WorkerInvalidPayload>(said->reply);
    if (bad) ++garbage_;
    if (auto instead = in_place_of(said->reply)) frames = {encoded(*std::move(instead))};
  }

  std::optional<DaemonToWorkerReplyUnion> in_place_of(DaemonToWorkerReplyUnion const& reply) const {
    auto const is = [&]<class T>(T const*) { return std::holds_alternative<T>(reply); };
    bool const to_ack =
        (spoil_ == Spoil::rejected_as_ack && is(static_cast<WorkerRejected*>(nullptr))) ||
        (spoil_ == Spoil::invalid_as_ack && is(static_cast<WorkerInvalidPayload*>(nullptr))) ||
        (spoil_ == Spoil::attached_as_ack && is(static_cast<WorkerAttached*>(nullptr))) ||
        (spoil_ == Spoil::unknown_request_as_ack &&
         is(static_cast<WorkerUnknownRequest*>(nullptr))) ||
        (spoil_ == Spoil::not_registered_as_ack && is(static_cast<WorkerNotRegistered*>(nullptr)));
    if (to_ack) return WorkerAck{};
    if (spoil_ == Spoil::ack_as_attached && is(static_cast<WorkerAck*>(nullptr))) {
      return WorkerAttached{last_};
    }
    if (spoil_ == Spoil::forgets_workers && is(static_cast<WorkerUnknownRequest*>(nullptr))) {
      return WorkerNotRegistered{last_};
    }
    if (spoil_ == Spoil::one_reason && is(static_cast<WorkerAuthFailed*>(nullptr))) {
      return WorkerAuthFailed{"no"};
    }
    return std::nullopt;
  }

  void spoil_broadcast(Frames& frames) const {
    if (spoil_ == Spoil::extra_broadcast_frame) frames.push_back(bytes_of("more"));
    if (spoil_ != Spoil::broadcasts_tokens) return;
    Bytes const token = bytes_of(token_);
    frames.back().insert(frames.back().end(), token.begin(), token.end());
  }

  void kill(Outbox& out) const {
    auto payload = encode(DaemonToWorkerMessage{PleaseDie{last_}});
    ENSURE(payload.has_value());
    out.emplace_back(Send{{dispatch}, {bytes_of("workers"), *std::move(payload)}});
  }

  std::unique_ptr<Machine> daemon_;
  Spoil spoil_;
  std::string token_;
  Uuid last_;
  int garbage_ = 0;
  int enrollments_ = 0;
};

struct SigningKeyText {
  std::string private_key;
  std::string public_key;
};

/// Key files that the suite knows nothing of.
Values with_signing_keys(Surroundings const& around, SigningKeyText const& text) {
  around.files.write("/own/private.pem", text.private_key);
  around.files.write("/own/public.pem", text.public_key);
  Values values = around.values;
  values["private_key"] = "/own/private.pem";
  values["public_key"] = "/own/public.pem";
  return values;
}

SigningKeyText own_keys() {
  Rng rng{Seed{11}};
  auto const key = drydock::token::SecretKey::random(rng);
  return {drydock::token::encode_private_pem(key),
          drydock::token::encode_public_pem(key.public_key())};
}

constexpr std::string_view names[] = {
    "none",
    "extra-reply-frame",
    "rejected-as-ack",
    "invalid-as-ack",
    "attached-as-ack",
    "ack-as-attached",
    "unknown-request-as-ack",
    "not-registered-as-ack",
    "forgets-workers",
    "extra-broadcast-frame",
    "please-die",
    "broadcasts-tokens",
    "never-stops",
    "gives-up-on-garbage",
    "locks-out",
    "no-attempt-limit",
    "curve-on-ipc",
    "prints-secret-key",
    "prints-worker-tokens",
    "refuses-unknown-fields",
    "one-reason",
    "own-signing-keys",
};
static_assert(std::size(names) == static_cast<std::size_t>(Spoil::own_signing_keys) + 1);

}  // namespace

std::string_view name_of(Spoil spoil) { return names[static_cast<std::size_t>(spoil)]; }

TesteeFactory spoiled(TesteeFactory factory, Spoil spoil) {
  return [factory = std::move(factory), spoil](Surroundings const& around, Rng rng) {
    Values const values =
        spoil == Spoil::own_signing_keys ? with_signing_keys(around, own_keys()) : around.values;
    Surroundings const here{values, around.environment, around.home, around.files, around.clock};
    std::string token = around.files.read(around.values.at("token_file")).value_or("");
    return std::make_unique<Spoiled>(factory(here, rng), spoil, std::move(token));
  };
}

TesteeFactory with_signing_keys_of_its_start(TesteeFactory factory) {
  return [factory = std::move(factory)](Surroundings const& around, Rng rng) {
    auto const content = [&](char const* name) {
      return around.files.read(around.values.at(name)).value_or("");
    };
    Values const values =
        with_signing_keys(around, {content("private_key"), content("public_key")});
    Surroundings const here{values, around.environment, around.home, around.files, around.clock};
    return factory(here, rng);
  };
}

}  // namespace drydock::conformance
