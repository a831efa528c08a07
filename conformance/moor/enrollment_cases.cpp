#include <fmt/format.h>

#include <string>
#include <utility>

#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"
#include "conformance/moor/suite.hpp"

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;
using Request = FakeGate::Request;
using Response = FakeGate::Response;

/// From an answer to what a worker makes of it: files are written at once.
constexpr Duration files_within = 3s;

/// Waits until `count` requests in all have come to the enrollment socket.
void expect_requests(FakeDaemon& daemon, std::size_t count, Duration within) {
  bool const came =
      daemon.run_until(within, [&] { return daemon.gate().enrolling().size() >= count; });
  daemon.require(came, fmt::format("{} requests to be enrolled", count),
                 fmt::format("{}", daemon.gate().enrolling().size()));
}

void an_identity_is_used_again(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  daemon.stop(TesteeId{0});
  std::size_t const asked = daemon.gate().enrolling().size();
  if (asked == 0) leave_inconclusive("the worker has not enrolled");
  std::string const key = daemon.gate().enrolling().back().request.curve_public_key;
  daemon.attach();
  for (std::size_t at = asked; at < daemon.gate().enrolling().size(); ++at) {
    // To ask for a service token, with the same keys, is another matter.
    Request const& request = daemon.gate().enrolling()[at].request;
    bool const for_a_token = request.service_id && request.curve_public_key == key;
    daemon.require(for_a_token, "no enrollment at the second start", "one");
  }
}

void attempts_are_bounded_and_repeated(Stage& stage) {
  constexpr std::size_t attempts = 4;
  constexpr Duration attempt_max = 10s;
  constexpr Duration first_delay_max = 10s;
  FakeDaemon daemon{stage};
  daemon.gate().answer_with([](Request const&) { return std::nullopt; });
  daemon.start();
  expect_requests(daemon, 1, attach_within);
  expect_requests(daemon, attempts, attempts * (attempt_max + first_delay_max));
  auto const& seen = daemon.gate().enrolling();
  Duration const first = seen[1].at - seen[0].at;
  Duration const last = seen[attempts - 1].at - seen[attempts - 2].at;
  daemon.require(first <= attempt_max + first_delay_max + stage.slack(),
                 "a second attempt soon after the 10 s of the first", "a later one");
  daemon.require(last > first * 101 / 100, "delays that grow", "delays that do not");
}

/// Refuses the worker for good, and expects it to end and say why.
void expect_end_when_refused(Stage& stage, std::string const& why) {
  FakeDaemon daemon{stage};
  daemon.gate().answer_with([&](Request const&) {
    Response response;
    response.error = why;
    return response;
  });
  TesteeId const testee = daemon.start();
  expect_requests(daemon, 1, attach_within);
  TesteeEnded const end = daemon.expect_end(5s, "an end within 5 s of a refusal for good");
  daemon.require(end.killed || end.status != 0, "an end with a status other than 0", "0");
  bool const said = stage.output(testee).find(why) != std::string::npos;
  daemon.require(said, "an end with the server's text on stdout or stderr", "none");
}

void a_wrong_token_ends_it(Stage& stage) {
  expect_end_when_refused(stage, "Invalid enrollment token");
}
void a_bad_key_ends_it(Stage& stage) {
  expect_end_when_refused(stage, "Invalid CURVE public key length: expected 40, got 41");
}

/// No identity was kept: neither is there such a file, nor does the worker go to work.
void expect_no_identity(FakeDaemon& daemon) {
  expect_requests(daemon, 1, attach_within);
  daemon.run_for(files_within);
  Stage& stage = daemon.stage();
  for (std::string const& path : stage.files().list(stage.value("data_dir"))) {
    bool const is_identity = path.ends_with("-identity.json");
    daemon.require(!is_identity, "no identity file", "one");
  }
  daemon.require(daemon.heard().empty(), "no message of a worker without an identity", "one",
                 daemon.all_that(0, [](Heard const&) { return true; }));
}

void expect_refusal_of(Stage& stage, void (*spoil)(Response&)) {
  FakeDaemon daemon{stage};
  daemon.gate().answer_with([&](Request const& request) {
    Response response = daemon.gate().usual_answer(request);
    spoil(response);
    return response;
  });
  daemon.start();
  expect_no_identity(daemon);
}

void a_success_without_a_key_is_none(Stage& stage) {
  expect_refusal_of(stage, [](Response& one) { one.daemon_curve_public_key.reset(); });
}
void a_success_without_a_uuid_is_none(Stage& stage) {
  expect_refusal_of(stage, [](Response& one) { one.service_uuid.reset(); });
}
void a_uuid_that_does_not_parse_is_none(Stage& stage) {
  expect_refusal_of(stage, [](Response& one) { one.service_uuid = "worker-number-one"; });
}
void a_key_of_39_characters_is_none(Stage& stage) {
  expect_refusal_of(stage, [](Response& one) { one.daemon_curve_public_key->pop_back(); });
}
void a_key_that_is_not_z85_is_none(Stage& stage) {
  expect_refusal_of(stage, [](Response& one) { one.daemon_curve_public_key->back() = '~'; });
}

std::string default_file(Stage& stage) { return stage.home() + "/.config/moor/enrollment-token"; }

/// Starts a worker that has never enrolled, and says with which token it asks.
std::string token_used(FakeDaemon& daemon, StartOptions options) {
  Stage& stage = daemon.stage();
  std::size_t const asked = daemon.gate().enrolling().size();
  options.values["data_dir"] = fmt::format("{}/{}", stage.value("data_dir"), asked);
  stage.files().make_directory(options.values["data_dir"]);
  TesteeId const testee = daemon.start(options);
  expect_requests(daemon, asked + 1, attach_within);
  daemon.stop(testee);
  return daemon.gate().enrolling()[asked].request.enrollment_token;
}

struct Tokens {
  std::string environment = "token-of-the-environment-77aa";
  std::string flag_file = "token-of-the-flags-file-51c3";
  std::string default_file = "token-of-the-default-file-0b9d";
};

void prepare(FakeDaemon& daemon, Tokens const& tokens) {
  for (auto const& one : {tokens.environment, tokens.flag_file, tokens.default_file}) {
    daemon.gate().accept_token(one);
  }
  daemon.stage().files().write(daemon.stage().value("token_file"), tokens.flag_file + "\n");
  daemon.stage().files().write(default_file(daemon.stage()), tokens.default_file + "\n");
}

void the_token_has_an_order_of_sources(Stage& stage) {
  FakeDaemon daemon{stage};
  Tokens const tokens;
  prepare(daemon, tokens);
  StartOptions with_variable;
  with_variable.environment["MOOR_ENROLLMENT_TOKEN"] = tokens.environment;
  daemon.require(token_used(daemon, with_variable) == tokens.environment,
                 "the token of the environment first", "another");
  daemon.require(token_used(daemon, {}) == tokens.flag_file,
                 "the token of the flag's file before that of the default file", "another");
  stage.files().remove(stage.value("token_file"));
  daemon.require(token_used(daemon, {}) == tokens.default_file,
                 "the token of the default file where there is no other", "another");
}

void empty_sources_are_passed_over(Stage& stage) {
  FakeDaemon daemon{stage};
  Tokens const tokens;
  prepare(daemon, tokens);
  StartOptions options;
  options.environment["MOOR_ENROLLMENT_TOKEN"] = "";
  daemon.require(token_used(daemon, options) == tokens.flag_file,
                 "the token of the flag's file where the variable is empty", "another");
  stage.files().write(stage.value("token_file"), " \n");
  daemon.require(token_used(daemon, options) == tokens.default_file,
                 "the token of the default file where the others are empty", "another");
}

void another_key_than_the_pinned_one_is_refused(Stage& stage) {
  FakeDaemon daemon{stage, Presence::away};
  Rng rng{Seed{27}};
  daemon.gate().hold(CurveKeyPair::generate(rng));
  daemon.open();
  daemon.start();
  expect_no_identity(daemon);
}

constexpr Ground with_token_file{.secure = true, .process = true, .placeholder = "token_file"};
constexpr Ground with_daemon_key{.secure = true, .process = true, .placeholder = "daemon_key"};

constexpr Case enrollment_case_list[] = {
    {requirement("worker.enroll.reuse"), "", "a second start asks for no new identity", opaque,
     an_identity_is_used_again, over_curve},
    {requirement("worker.enroll.bounded"), "",
     "four requests come to an enrollment that never answers, at growing distances", opaque,
     attempts_are_bounded_and_repeated, over_curve},
    {requirement("worker.enroll.refused"), "token", "a wrong token ends the worker within 5 s",
     opaque, a_wrong_token_ends_it, over_curve},
    {requirement("worker.enroll.refused"), "key", "a bad key ends the worker within 5 s", opaque,
     a_bad_key_ends_it, over_curve},
    {requirement("worker.enroll.hollow"), "no-key", "without the daemon's key there is no identity",
     opaque, a_success_without_a_key_is_none, over_curve},
    {requirement("worker.enroll.hollow"), "no-uuid", "without a UUID there is no identity", opaque,
     a_success_without_a_uuid_is_none, over_curve},
    {requirement("worker.enroll.hollow"), "bad-uuid", "with a UUID that is none there is none",
     opaque, a_uuid_that_does_not_parse_is_none, over_curve},
    {requirement("worker.enroll.hollow-key"), "short", "with a key of 39 characters there is none",
     opaque, a_key_of_39_characters_is_none, over_curve},
    {requirement("worker.enroll.hollow-key"), "not-z85", "with a key that is not Z85 there is none",
     opaque, a_key_that_is_not_z85_is_none, over_curve},
    {requirement("worker.enroll.token-order"), "",
     "three sources with three tokens are used in their order", opaque,
     the_token_has_an_order_of_sources, with_token_file},
    {requirement("worker.enroll.token-empty"), "",
     "an empty variable and an empty file are passed over", opaque, empty_sources_are_passed_over,
     with_token_file},
    {requirement("worker.enroll.pin"), "", "a daemon with another key than {daemon_key} is refused",
     opaque, another_key_than_the_pinned_one_is_refused, with_daemon_key},
};

}  // namespace

std::span<Case const> enrollment_cases() { return enrollment_case_list; }

}  // namespace drydock::conformance
