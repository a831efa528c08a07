#include <string>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/daemon/scene.hpp"
#include "conformance/moor/daemon/token_kit.hpp"
#include "reference/core/ensure.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/token/pem.hpp"

// Signing keys, retired tokens and fields that only a strict daemon knows: workers 9.

namespace drydock::conformance::daemon {
namespace {

using namespace moor;
using namespace std::chrono_literals;

constexpr Ground with_key_process{.secure = true, .process = true, .placeholder = "private_key"};

// Made by `openssl genpkey -algorithm ed25519` and `openssl pkey -pubout`, and used nowhere else.
constexpr std::string_view openssl_private_key =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIBugYcCEX7GZYxbPNrjhuy9kngNg4OLBxRIUq7R6nr0L\n"
    "-----END PRIVATE KEY-----\n";
constexpr std::string_view openssl_public_key =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAPZXTsqdo4c5klAw40ISuzwGiqrcI8Q/MCczwXMGC+4w=\n"
    "-----END PUBLIC KEY-----\n";

void keys_of_openssl(Stage& stage) {
  Visitors visitors{stage};
  stage.files().write(stage.value("private_key"), openssl_private_key);
  stage.files().write(stage.value("public_key"), openssl_public_key);
  visitors.start();
  FakeWorker worker{visitors};
  worker.join();
  if (!worker.token()) return;  // Not strict: it signs nothing for a worker.
  visitors.require(
      is_signed_by(*worker.token(), drydock::token::decode_public_pem(openssl_public_key).value()),
      "a token that the key of the file signed", "one of another key");
}

void signing_keys_of_two_pairs(Stage& stage) {
  Visitors visitors{stage};
  stage.files().write(stage.value("public_key"), openssl_public_key);
  visitors.start();
  bool const ended = visitors.run_until(10s, [&] { return !visitors.running(); });
  visitors.require(ended, "an end of a daemon whose signing keys do not match", "none: it runs");
  visitors.require(visitors.ended()->status != 0, "a status that says so", "status 0");
}

void a_generated_key_is_private(Stage& stage) {
  constexpr unsigned permissive = 0;
  constexpr unsigned for_the_owner = 0600;
  Visitors visitors{stage};
  std::string const path = stage.value("private_key");
  stage.files().remove(path);
  stage.files().remove(stage.value("public_key"));
  visitors.start({{}, {}, permissive});
  VirtualTime const until = visitors.now() + start_within;
  while (visitors.running() && visitors.now() < until && !stage.files().read(path)) {
    visitors.run_for(1ms);
  }
  if (!stage.files().read(path)) skip_case("the command makes no signing key of its own");
  visitors.require(stage.files().mode(path) == for_the_owner, "mode 600 of a new signing key",
                   "another");
}

/// Of a daemon that is not strict.
void tokens_are_passed_over(Stage& stage) {
  Scene scene{stage};
  if (scene.worker.token()) skip_case("the daemon is strict");
  Newcomer newcomer{scene.visitors};
  EnrollmentRequest request = newcomer.good_request(scene.visitors.new_keys().public_key);
  request.service_token = "no token at all";
  request.service_id = "no id at all";
  newcomer.enroll(request);
  scene.worker.show_token("no token at all");
  scene.worker.join();
  scene.worker.expect<WorkerAck>(scene.worker.pong(), "WorkerAck for a pong with a token");
}

void retired_tokens(Stage& stage) {
  Scene scene{stage};
  FakeWorker& worker = scene.worker;
  auto const payload = encode(WorkerToDaemonMessage{AttachWorker{worker.id(), worker.type()}, {}});
  ENSURE(payload.has_value());
  worker.expect<WorkerRejected>(
      worker.ask_raw({bytes_of(retired_token(worker.id())), worker.id().to_bytes(), *payload}),
      "WorkerRejected for a message with a retired token");
  Newcomer newcomer{scene.visitors};
  EnrollmentRequest request = newcomer.good_request(scene.visitors.new_keys().public_key);
  request.enrollment_token = retired_token(worker.id());
  newcomer.expect_refusal(request);
  request.enrollment_token.clear();
  request.service_token = retired_token(worker.id());
  newcomer.expect_refusal(request);
  worker.expect<WorkerNotRegistered>(worker.result(scene.visitors.new_id()),
                                     "WorkerNotRegistered: nobody was attached");
}

constexpr Case token_case_list[] = {
    {requirement("token.keys.pem"), "", "keys that openssl made are good", any, keys_of_openssl,
     with_key},
    {requirement("token.keys.pair"), "", "with halves of two pairs it does not run", any,
     signing_keys_of_two_pairs, with_key},
    {requirement("token.keys.mode"), "", "a key that it makes has mode 0600", any,
     a_generated_key_is_private, with_key_process},
    {requirement("token.fields.ignored"), "", "tokens are passed over without harm", any,
     tokens_are_passed_over, secured},
    {requirement("token.retired.refused"), "", "retired tokens enroll and attach nobody", any,
     retired_tokens, with_key},
};

}  // namespace

std::span<Case const> token_cases() { return token_case_list; }

}  // namespace drydock::conformance::daemon
