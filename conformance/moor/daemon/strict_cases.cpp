#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <vector>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/daemon/scene.hpp"
#include "conformance/moor/daemon/token_kit.hpp"
#include "reference/token/paseto.hpp"

// The strict profile: tokens that expire, at the daemon's side.

namespace drydock::conformance::daemon {
namespace {

using namespace moor;
using namespace std::chrono_literals;

/// Cases that sign tokens as the daemon does.

/// A scene with a strict daemon.
struct StrictScene : Scene {
  explicit StrictScene(Stage& stage) : Scene(stage) { token_of(worker); }
  Uuid const& id() const { return worker.id(); }
  WallTime wall() { return visitors.stage().wall_time(); }

  /// Asks with `token`, which is to be refused. The reason.
  std::string refused_with(std::optional<std::string> token, WorkerToDaemonUnion const& message) {
    worker.show_token(std::move(token));
    auto const refused =
        worker.expect<WorkerAuthFailed>(worker.ask(message), "WorkerAuthFailed for a bad token");
    visitors.require(!refused.reason.empty(), "a reason in WorkerAuthFailed", "none");
    return refused.reason;
  }
  std::string refused_with(std::optional<std::string> token) {
    return refused_with(std::move(token), WorkerPong{id(), worker.type()});
  }
  void expect_word(std::string reason, std::string const& word) {
    std::transform(reason.begin(), reason.end(), reason.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    visitors.require(reason.find(word) != std::string::npos, "a reason with the word " + word,
                     "another", {{reason, ""}});
  }
};

void an_expired_token(Stage& stage) {
  StrictScene scene{stage};
  std::string const token =
      signed_token(scene.visitors, scene.id(), scene.wall().whole_seconds() - 60s, 59s);
  scene.expect_word(scene.refused_with(token), "expired");
}

void a_token_ends_to_the_moment(Stage& stage) {
  StrictScene scene{stage};
  WallTime const end = scene.wall().whole_seconds() + 5s;
  std::string const token = signed_token(scene.visitors, scene.id(), end - 60s, 60s);
  scene.worker.show_token(token);
  scene.worker.join();
  wait_past(scene.visitors, end);
  scene.expect_word(scene.refused_with(token), "expired");
}

void a_token_before_its_time(Stage& stage) {
  StrictScene scene{stage};
  std::string const token =
      signed_token(scene.visitors, scene.id(), scene.wall().whole_seconds() + 60s, 1h);
  scene.expect_word(scene.refused_with(token), "not yet");
}

void a_used_token_expires(Stage& stage) {
  StrictScene scene{stage};
  std::string const token = token_of(scene.worker);
  auto const end = end_of(token);
  if (!end) skip_case("the daemon's tokens have no end");
  scene.worker.show_token(token);
  scene.worker.join();
  if (*end - scene.wall() > 30s) skip_case("the daemon's tokens live for over 30 s");
  while (*end - scene.wall() > 100ms) {
    ControlAnswer const answer = scene.worker.pong();
    bool const late = scene.wall() >= *end;
    if (!late) scene.worker.expect<WorkerAck>(answer, "WorkerAck until the token's end");
    scene.visitors.run_for(100ms);
  }
  wait_past(scene.visitors, *end);
  for (int round = 0; round < 3; ++round) {
    scene.expect_word(scene.refused_with(token), "expired");
    scene.visitors.run_for(200ms);
  }
}

/// By a worker of the same key, and by one of another.
void a_used_token_is_its_holders(Stage& stage) {
  StrictScene scene{stage};
  Visitors& visitors = scene.visitors;
  std::string const token = good_token(visitors, scene.id());
  scene.worker.show_token(token);
  scene.worker.join();
  FakeWorker same_key{visitors, scene.worker.identity(), visitors.new_id()};
  FakeWorker other_key{visitors};
  for (FakeWorker* thief : {&same_key, &other_key}) {
    thief->show_token(token);
    thief->expect<WorkerAuthFailed>(thief->attach(), "WorkerAuthFailed for another's token");
    thief->expect<WorkerAuthFailed>(thief->pong(), "WorkerAuthFailed for another's token");
    scene.worker.expect<WorkerAck>(scene.worker.pong(), "WorkerAck for its holder");
  }
}

struct BadToken {
  std::string kind;
  std::optional<std::string> token;
};

std::vector<BadToken> bad_tokens(StrictScene& scene) {
  Visitors& visitors = scene.visitors;
  WallTime const now = scene.wall().whole_seconds();
  std::string const good = good_token(visitors, scene.id());
  return {{"missing", std::nullopt},
          {"expired", signed_token(visitors, scene.id(), now - 60s, 59s)},
          {"early", signed_token(visitors, scene.id(), now + 60s, 1h)},
          {"another worker's", good_token(visitors, visitors.new_id())},
          {"of another footer", host_token(visitors, scene.id())},
          {"with a broken signature", with_a_flipped_bit(good)}};
}

void each_reason_is_named(Stage& stage) {
  StrictScene scene{stage};
  std::set<std::string> reasons;
  std::vector<Evidence> evidence;
  for (BadToken const& bad : bad_tokens(scene)) {
    std::string const reason = scene.refused_with(bad.token);
    evidence.push_back({bad.kind + ": " + reason, ""});
    scene.visitors.require(reasons.insert(reason).second, "a reason of its own for each fault",
                           "the same for two", evidence);
  }
  scene.refused_with(forged_token(scene.visitors, scene.id()));
  scene.refused_with("no token at all");
}

void a_refused_attach_attaches_nobody(Stage& stage) {
  StrictScene scene{stage};
  std::string const good = good_token(scene.visitors, scene.id());
  for (BadToken const& bad : bad_tokens(scene)) {
    scene.refused_with(bad.token, AttachWorker{scene.id(), scene.worker.type()});
    scene.worker.show_token(good);
    scene.worker.expect<WorkerNotRegistered>(scene.worker.result(scene.visitors.new_id()),
                                             "WorkerNotRegistered: the attach had no effect");
  }
}

void a_refused_detach_detaches_nobody(Stage& stage) {
  StrictScene scene{stage};
  std::string const good = good_token(scene.visitors, scene.id());
  scene.worker.show_token(good);
  scene.worker.join();
  for (BadToken const& bad : bad_tokens(scene)) {
    scene.refused_with(bad.token, DetachWorker{scene.id()});
    scene.worker.show_token(good);
    scene.worker.expect<WorkerUnknownRequest>(scene.worker.result(scene.visitors.new_id()),
                                              "WorkerUnknownRequest: the worker is attached");
  }
}

void an_expired_worker_lives_on(Stage& stage) {
  StrictScene scene{stage};
  WallTime const end = scene.wall().whole_seconds() + 5s;
  scene.worker.show_token(signed_token(scene.visitors, scene.id(), end - 60s, 60s));
  scene.worker.join();
  std::string const old = *scene.worker.token();
  wait_past(scene.visitors, end);
  scene.refused_with(old);
  scene.worker.show_token(good_token(scene.visitors, scene.id()));
  scene.worker.expect<WorkerUnknownRequest>(
      scene.worker.result(scene.visitors.new_id()),
      "WorkerUnknownRequest with a renewed token: the worker is still live");
  scene.worker.expect<WorkerAck>(scene.worker.pong(), "WorkerAck with a renewed token");
}

void a_renewal_keeps_the_id(Stage& stage) {
  StrictScene scene{stage};
  std::string const old = token_of(scene.worker);
  scene.worker.join();
  scene.worker.renew_token();
  std::string const renewed = token_of(scene.worker);
  scene.visitors.require(renewed != old, "another token", "the same");
  scene.visitors.require(worker_named_by(renewed) == worker_named_by(old),
                         "a renewed token for the same worker", "one for another");
  scene.worker.expect<WorkerAck>(scene.worker.pong(), "WorkerAck with the renewed token");
  scene.worker.show_token(old);
  ControlAnswer const answer = scene.worker.pong();
  auto const end = end_of(old);
  bool const ended = end && scene.wall() >= *end;
  if (!ended) scene.worker.expect<WorkerAck>(answer, "WorkerAck with the old token until its end");
}

EnrollmentRequest renewal(StrictScene& scene, std::string const& token) {
  Newcomer newcomer{scene.visitors};
  EnrollmentRequest request = newcomer.good_request(scene.worker.identity()->keys().public_key);
  request.enrollment_token.clear();
  request.service_token = token;
  request.service_id = scene.id().text();
  return request;
}

void a_renewal_needs_a_good_token(Stage& stage) {
  StrictScene scene{stage};
  Newcomer newcomer{scene.visitors};
  for (BadToken const& bad : bad_tokens(scene)) {
    if (!bad.token) continue;
    EnrollmentAnswer const answer = newcomer.expect_refusal(renewal(scene, *bad.token));
    scene.visitors.require(!answer.response->service_token, "no token in a refusal", "one");
    scene.visitors.require(!answer.error().empty(), "an error in a refusal", "none");
  }
  newcomer.enroll(renewal(scene, good_token(scene.visitors, scene.id())));
}

void a_renewal_after_the_end(Stage& stage) {
  StrictScene scene{stage};
  std::string const token = token_of(scene.worker);
  auto const end = end_of(token);
  if (!end) skip_case("the daemon's tokens have no end");
  wait_past(scene.visitors, *end);
  Newcomer newcomer{scene.visitors};
  newcomer.expect_refusal(renewal(scene, token));
  // An enrollment token is what helps.
  EnrollmentRequest again = newcomer.good_request(scene.worker.identity()->keys().public_key);
  again.service_id = scene.id().text();
  EnrollmentResponse const response = newcomer.enroll(again);
  scene.visitors.require(response.service_token.has_value(), "a token", "none");
  scene.worker.show_token(response.service_token);
  scene.worker.expect<WorkerAttached>(scene.worker.attach(), "WorkerAttached with the new token");
}

/// Operators differ in how they rotate; files that change are what a suite can do. Skipped where
/// that has no effect within a minute.
void a_rotation_of_the_keys(Stage& stage) {
  StrictScene scene{stage};
  Visitors& visitors = scene.visitors;
  std::string const before = good_token(visitors, scene.id());
  scene.worker.show_token(before);
  scene.worker.join();
  drydock::token::SecretKey const next = drydock::token::SecretKey::random(visitors.rng());
  write_signing_keys(visitors, next);
  VirtualTime const until = visitors.now() + 60s;
  Admission admission = admit(visitors, visitors.new_id());
  while (!is_signed_by(admission.token.value_or(""), next.public_key())) {
    if (visitors.now() > until) skip_case("changed key files have no effect within 60 s");
    scene.worker.expect<WorkerAck>(scene.worker.pong(), "WorkerAck during a rotation");
    visitors.run_for(1s);
    admission = admit(visitors, visitors.new_id());
  }
  for (int round = 0; round < 3; ++round) {
    scene.worker.expect<WorkerAck>(scene.worker.pong(),
                                   "WorkerAck with a token of the previous key");
    Admission const later = admit(visitors, visitors.new_id());
    visitors.require(is_signed_by(later.token.value_or(""), next.public_key()),
                     "tokens that the new key signed", "one of another key");
  }
}

bool issues_with(Visitors& visitors, drydock::token::SecretKey const& key) {
  Admission const admission = admit(visitors, visitors.new_id());
  return is_signed_by(admission.token.value_or(""), key.public_key());
}

/// Whether a token of that key is good for the worker of the scene.
bool trusts(StrictScene& scene, drydock::token::SecretKey const& key) {
  scene.worker.show_token(good_token(scene.visitors, scene.id(), key));
  ControlAnswer const answer = scene.worker.pong();
  return answer.as<WorkerAck>() != nullptr || answer.as<WorkerAttached>() != nullptr;
}

/// A daemon that uses the new pair for one thing uses it for all, a moment later at most. One that
/// does not look at its key files while it runs has to at its next start.
void only_the_new_key_signs(Stage& stage) {
  StrictScene scene{stage};
  Visitors& visitors = scene.visitors;
  drydock::token::SecretKey const next = drydock::token::SecretKey::random(visitors.rng());
  write_signing_keys(visitors, next);
  auto const within = [&](Duration limit, auto const& holds) {
    VirtualTime const until = visitors.now() + limit;
    while (!holds() && visitors.now() < until) visitors.run_for(1s);
    return holds();
  };
  bool const in_use =
      within(60s, [&] { return issues_with(visitors, next) || trusts(scene, next); });
  if (!in_use) {
    visitors.stop(StopSignal::terminate);
    visitors.start();
  }
  visitors.require(within(10s, [&] { return issues_with(visitors, next); }),
                   "tokens that the new key signed",
                   in_use ? "others, while the new key's are good"
                          : "others, also of a daemon that started with the new pair");
}

void retired_tokens_do_not_verify(Stage& stage) {
  StrictScene scene{stage};
  scene.refused_with(retired_token(scene.id()));
  scene.worker.expect<WorkerRejected>(
      scene.worker.ask_raw({bytes_of(retired_token(scene.id())), scene.id().to_bytes(), Bytes{}}),
      "WorkerRejected for three frames");
  Newcomer newcomer{scene.visitors};
  newcomer.expect_refusal(renewal(scene, retired_token(scene.id())));
}

void no_token_is_shown(Stage& stage) {
  StrictScene scene{stage};
  Visitors& visitors = scene.visitors;
  scene.worker.join();
  std::vector<std::string> tokens{token_of(scene.worker)};
  std::string said;
  Newcomer newcomer{visitors};
  for (BadToken const& bad : bad_tokens(scene)) {
    said += scene.refused_with(bad.token) + "\n";
    if (!bad.token) continue;
    tokens.push_back(*bad.token);
    said += newcomer.expect_refusal(renewal(scene, *bad.token)).error() + "\n";
  }
  visitors.run_for(500ms);
  said += stage.output(scene.testee);
  if (auto const face = stage.public_face(scene.testee)) said += face->arguments;
  for (std::string const& token : tokens) {
    // Any part of it will do: the header is everybody's.
    std::string const part = token.substr(drydock::token::paseto_header.size(), 32);
    std::string const signature = token.substr(token.rfind('.') - 32, 32);
    bool const absent =
        said.find(part) == std::string::npos && said.find(signature) == std::string::npos;
    visitors.require(absent, "no token in output, error texts and arguments", "one");
  }
}

constexpr Case strict_case_list[] = {
    {requirement("token.time.expired"), "", "an expired token is refused", any, an_expired_token,
     with_key},
    {requirement("token.time.expired"), "moment", "a good token is refused after its end", any,
     a_token_ends_to_the_moment, with_key},
    {requirement("token.time.early"), "", "a token from the future is refused", any,
     a_token_before_its_time, with_key},
    {requirement("token.cache.expiry"), "", "the daemon's own token is refused after its end", any,
     a_used_token_expires, secured},
    {requirement("token.cache.holder"), "", "a token that was just used is nobody else's", any,
     a_used_token_is_its_holders, with_key},
    {requirement("token.refused.named"), "", "each of six faults has a reason of its own", any,
     each_reason_is_named, with_key},
    {requirement("token.refused.no-effect"), "attach", "a refused attach attaches nobody", any,
     a_refused_attach_attaches_nobody, with_key},
    {requirement("token.refused.no-effect"), "detach", "a refused detach detaches nobody", any,
     a_refused_detach_detaches_nobody, with_key},
    {requirement("token.expired.pending"), "", "a worker lives on without its token", any,
     an_expired_worker_lives_on, with_key},
    {requirement("token.renewal.same-id"), "", "a renewed token names the same worker", any,
     a_renewal_keeps_the_id, secured},
    {requirement("token.renewal.refused"), "bad", "bad tokens renew nothing", any,
     a_renewal_needs_a_good_token, with_key},
    {requirement("token.renewal.refused"), "late", "an expired token renews nothing", any,
     a_renewal_after_the_end, secured},
    {requirement("token.rotation.previous"), "", "a new key pair in the place of the old one", any,
     a_rotation_of_the_keys, with_key},
    {requirement("token.rotation.new-key"), "", "nothing is signed by the old key any more", any,
     only_the_new_key_signs, with_key},
    {requirement("token.log.none"), "", "good and bad tokens are shown nowhere", any,
     no_token_is_shown, with_key},
    {requirement("token.retired.strict"), "", "retired tokens and three frames are refused", any,
     retired_tokens_do_not_verify, with_key},
};

}  // namespace

std::span<Case const> strict_cases() { return strict_case_list; }

}  // namespace drydock::conformance::daemon
