#include <algorithm>
#include <string>
#include <string_view>

#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"
#include "conformance/moor/session.hpp"
#include "conformance/moor/suite.hpp"
#include "reference/token/refusal.hpp"

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;

constexpr Duration lifetime = 20s;
constexpr Duration renewed_within = lifetime * 4 / 5;
/// Of a token that does not end while its case runs.
constexpr Duration long_lifetime = 1h;

moor::WorkerAuthFailed expired() {
  return {std::string(drydock::token::sentence(drydock::token::Refusal::expired))};
}

/// From now on a message fails the case unless it has a token that was given and has not ended.
void expect_good_tokens(FakeDaemon& daemon) {
  daemon.check_each([&](Heard const& one) {
    if (!one.message) return;
    auto const& token = one.message->token;
    daemon.require(token.has_value(), "a token in each message", "none", {&one});
    auto const& given = daemon.gate().tokens();
    bool const known = std::find(given.begin(), given.end(), *token) != given.end();
    daemon.require(known, "a token that the daemon gave", "another", {&one});
  });
}

void no_message_has_a_token(Stage& stage) {
  FakeDaemon daemon{stage};
  hold_session(daemon);
  daemon.stop(TesteeId{0});
  for (Heard const& one : daemon.heard()) {
    std::string_view const bytes = drydock::text_of(one.payload());
    bool const has_one = (one.message && one.message->token) ||
                         bytes.find("v4.public.") != bytes.npos ||
                         bytes.find(enrollment_token) != bytes.npos;
    daemon.require(!has_one, "no token in a message", "one", {&one});
  }
}

void a_token_is_renewed_in_time(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.gate().issue_tokens(lifetime);
  expect_good_tokens(daemon);
  daemon.attach();
  for (std::size_t renewals = 1; renewals <= 2; ++renewals) {
    VirtualTime const given = daemon.gate().enrolling().back().at;
    Duration const left = given + renewed_within - daemon.now();
    daemon.ping_every(1s);
    bool const renewed =
        daemon.run_until(left, [&] { return daemon.gate().renewals() >= renewals; });
    daemon.require(renewed, "a renewal when a fifth of the lifetime is left", "none in time");
  }
  Mark const before = daemon.mark();
  std::string const& newest = daemon.gate().tokens().back();
  daemon.expect_that(before, answer_within, "a message with the renewed token",
                     [&](Heard const& one) { return one.message && one.message->token == newest; });
}

void a_message_that_was_refused_is_repeated_once(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.gate().issue_tokens(long_lifetime);
  daemon.attach();
  std::string const old = daemon.gate().tokens().empty() ? "" : daemon.gate().tokens().back();
  daemon.reply_always<moor::RequestResult>(expired());
  Uuid const request = daemon.request({"Hello"});
  daemon.expect_answer(request);
  daemon.run_until(answer_within, [&] { return daemon.answers_to(request).size() > 1; });
  daemon.run_for(5s);
  auto const answers = daemon.answers_to(request);
  daemon.require(answers.size() >= 2, "a refused answer once more, with another token", "none",
                 answers);
  daemon.require(answers.size() == 2, "a refused answer once more", "more often", answers);
  auto const* repeated = answers.back();
  bool const renewed =
      repeated->message && repeated->message->token && *repeated->message->token != old;
  daemon.require(renewed, "a renewed token in what is repeated", "the old one", answers);
}

void a_renewal_keeps_the_id(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.gate().issue_tokens(lifetime);
  Uuid const worker = daemon.attach();
  daemon.ping_every(1s);
  bool const renewed = daemon.run_until(lifetime, [&] { return daemon.gate().renewals() > 0; });
  daemon.require(renewed, "a renewal", "none in time");
  auto const& asked = daemon.gate().enrolling().back().request;
  daemon.require(asked.service_id == worker.text(), "a renewal for the worker's id",
                 asked.service_id ? "one for another" : "one for none");
  Mark const before = daemon.mark();
  Heard const& pong = daemon.expect<moor::WorkerPong>(before, 5s, "a WorkerPong");
  daemon.require(pong.worker() == worker, "the same id after a renewal", "another", {&pong});
}

void a_refused_renewal_is_followed_by_an_enrollment(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.gate().issue_tokens(lifetime);
  daemon.gate().refuse_renewals(true);
  daemon.attach();
  std::size_t const enrollments = daemon.gate().enrollments();
  daemon.ping_every(1s);
  bool const again =
      daemon.run_until(2 * lifetime, [&] { return daemon.gate().enrollments() > enrollments; });
  daemon.require(daemon.gate().renewals() > 0, "a renewal", "none in time");
  daemon.require(again, "an enrollment after a refused renewal", "none in time");
}

void a_daemon_without_tokens_is_served(Stage& stage) {
  FakeDaemon daemon{stage};
  hold_session(daemon);
  for (Heard const& one : daemon.heard()) {
    bool const has_one = one.message && one.message->token;
    daemon.require(!has_one, "no token for a daemon that gives none", "one", {&one});
  }
}

void a_token_is_not_shown(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.gate().issue_tokens(lifetime);
  daemon.attach();
  daemon.ping_every(1s);
  daemon.run_until(lifetime, [&] { return daemon.gate().renewals() > 0; });
  daemon.run_for(1s);
  auto const face = stage.public_face(TesteeId{0});
  daemon.stop(TesteeId{0});
  if (daemon.gate().tokens().empty()) leave_inconclusive("the worker asks for no token");
  for (std::string const& token : daemon.gate().tokens()) {
    auto const is_in = [&](std::string const& text) { return text.find(token) != text.npos; };
    daemon.require(!is_in(stage.output(TesteeId{0})), "no token on stdout or stderr", "one");
    daemon.require(!face || !is_in(face->arguments), "no token in arguments", "one");
    daemon.require(!face || !is_in(face->environment), "no token in the environment", "one");
  }
}

constexpr Case token_case_list[] = {
    {requirement("worker.token.none"), "", "a session without tokens has no token in any message",
     opaque, no_message_has_a_token},
    {requirement("worker.token.renewed"), "",
     "a token of 20 s is renewed twice, each time within 16 s", opaque, a_token_is_renewed_in_time,
     over_curve},
    {requirement("worker.token.repeat-once"), "",
     "an answer that is refused as expired comes once more, with another token", opaque,
     a_message_that_was_refused_is_repeated_once, over_curve},
    {requirement("worker.token.same-id"), "", "a renewal names the worker's id", opaque,
     a_renewal_keeps_the_id, over_curve},
    {requirement("worker.token.renewal-refused"), "", "after a refused renewal comes an enrollment",
     opaque, a_refused_renewal_is_followed_by_an_enrollment, over_curve},
    {requirement("worker.token.not-given"), "", "a daemon that gives no token is served", opaque,
     a_daemon_without_tokens_is_served, over_curve},
    {requirement("worker.token.secret"), "", "two tokens are nowhere to be seen", opaque,
     a_token_is_not_shown, over_curve},
};

}  // namespace

std::span<Case const> token_cases() { return token_case_list; }

}  // namespace drydock::conformance
