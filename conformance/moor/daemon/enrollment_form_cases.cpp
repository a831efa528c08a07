#include <fmt/format.h>

#include <string>
#include <vector>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/daemon/scene.hpp"
#include "reference/core/ensure.hpp"
#include "reference/moor/raw/raw_worker_messages.hpp"

// What an enrollment server answers, message by message: workers 7.1 and 7.2.

namespace drydock::conformance::daemon {
namespace {

using namespace moor::raw;
using namespace std::chrono_literals;

Bytes encoded(EnrollmentRequest const& request) {
  auto payload = moor::enrollment::encode(request);
  ENSURE(payload.has_value());
  return *std::move(payload);
}

void every_request_has_one_answer(Stage& stage) {
  Gate gate{stage};
  std::vector<Bytes> const requests{encoded(gate.good_request()),
                                    encoded(with_wrong_token(gate.good_request())), Bytes{},
                                    bytes_of("no flatbuffer")};
  for (Bytes const& request : requests) {
    EnrollmentAnswer const answer = gate.newcomer.ask_raw({request});
    gate.visitors.require(answer.response.has_value(), "one frame that is an EnrollmentResponse",
                          "something else");
  }
  gate.visitors.run_for(quiet_while);
  gate.visitors.require(gate.newcomer.answered() == requests.size(), "one answer to each request",
                        "more");
}

void a_success_has_all_its_members(Stage& stage) {
  constexpr std::size_t key_size = 40;
  Gate gate{stage};
  EnrollmentResponse const response = gate.newcomer.enroll(gate.fresh_key());
  auto const uuid = Uuid::parse(*response.service_uuid);
  gate.visitors.require(uuid && uuid->version() == 4, "a UUID of version 4", "another text",
                        {{*response.service_uuid, ""}});
  gate.visitors.require(response.daemon_curve_public_key->size() == key_size,
                        "the daemon's key in 40 characters", "another text");
  gate.visitors.require(!response.error, "no error in a success", "one");
}

void a_failure_has_nothing_but_its_error(Stage& stage) {
  Gate gate{stage};
  EnrollmentAnswer const answer =
      gate.newcomer.expect_refusal(with_wrong_token(gate.good_request()));
  gate.visitors.require(!answer.error().empty(), "an error in a failure", "none");
  bool const bare = !answer.response->service_uuid && !answer.response->daemon_curve_public_key;
  gate.visitors.require(bare, "neither UUID nor key in a failure", "one of them");
}

void expect_text(Gate& gate, Bytes const& request, std::string const& text) {
  EnrollmentAnswer const answer = gate.newcomer.ask_raw({request});
  gate.visitors.require(answer.response && !answer.admitted() && answer.error() == text, text,
                        "another answer", {{answer.error(), ""}});
}

void the_texts_of_missing_members(Stage& stage) {
  Gate gate{stage};
  EnrollmentRequest const good = gate.good_request();
  std::string const& token = good.enrollment_token;
  std::string const& key = good.curve_public_key;
  expect_text(gate, raw_enrollment(std::nullopt, key, "echo", "here"), "Missing enrollment token");
  expect_text(gate, raw_enrollment(token, std::nullopt, "echo", "here"),
              "Missing CURVE public key");
  expect_text(gate, raw_enrollment(token, key, std::nullopt, "here"), "Missing service type");
  expect_text(gate, raw_enrollment(token, key, "echo", std::nullopt), "Missing hostname");
}

void the_texts_of_key_and_token(Stage& stage) {
  Gate gate{stage};
  EnrollmentRequest request = gate.good_request();
  expect_text(gate, encoded(with_wrong_token(request)), "Invalid enrollment token");
  request.curve_public_key.pop_back();
  expect_text(gate, encoded(request), "Invalid CURVE public key length: expected 40, got 39");
}

void the_key_length_comes_before_the_token(Stage& stage) {
  Gate gate{stage};
  EnrollmentRequest request = with_wrong_token(gate.good_request());
  request.curve_public_key += "x";
  expect_text(gate, encoded(request), "Invalid CURVE public key length: expected 40, got 41");
  // And members come before both.
  expect_text(gate, raw_enrollment(wrong_token, "short", "echo", std::nullopt), "Missing hostname");
}

/// Nothing that was refused may have left a file.
void expect_nothing_stored(Gate& gate, std::size_t before) {
  gate.visitors.require(allowed_host_files(gate.visitors).size() == before,
                        "no more allowed hosts than before", "more");
}

void a_key_outside_of_the_alphabet(Stage& stage) {
  Gate gate{stage};
  for (std::string const& key : {std::string(40, '"'), std::string(39, '0') + ",",
                                 std::string(40, '#')}) {  // The last says more than 32 bits.
    EnrollmentRequest request = gate.good_request();
    request.curve_public_key = key;
    gate.newcomer.expect_refusal(request);
  }
  expect_nothing_stored(gate, 0);
}

void refusals_store_nothing(Stage& stage) {
  Gate gate{stage};
  gate.newcomer.enroll(gate.fresh_key());
  std::size_t const before = allowed_host_files(gate.visitors).size();
  gate.visitors.require(before == 1, "one allowed host after one enrollment", "another count");
  EnrollmentRequest short_key = gate.good_request();
  short_key.curve_public_key.pop_back();
  gate.newcomer.expect_refusal(with_wrong_token(gate.good_request()));
  gate.newcomer.expect_refusal(short_key);
  gate.newcomer.ask_raw({bytes_of("no flatbuffer")});
  expect_nothing_stored(gate, before);
}

void several_frames_are_refused(Stage& stage) {
  Gate gate{stage};
  CurveKeyPair const first = gate.visitors.new_keys();
  CurveKeyPair const second = gate.visitors.new_keys();
  EnrollmentAnswer const answer =
      gate.newcomer.ask_raw({encoded(gate.newcomer.good_request(first.public_key)),
                             encoded(gate.newcomer.good_request(second.public_key))});
  gate.visitors.require(answer.response && !answer.admitted(), "a refusal of two frames",
                        answer.admitted() ? "a success" : "something else");
  expect_nothing_stored(gate, 0);
  gate.newcomer.enroll(gate.fresh_key());
}

void expect_label_refused(Gate& gate, std::string const& type, std::string const& hostname) {
  EnrollmentRequest request = gate.good_request();
  request.service_type = type;
  request.hostname = hostname;
  gate.newcomer.expect_refusal(request);
}

void a_label_with_controls(Stage& stage) {
  Gate gate{stage};
  std::string const hidden = "echo\npublic=" + gate.fresh_key().z85();
  expect_label_refused(gate, hidden, "here");
  expect_label_refused(gate, "echo", hidden);
  expect_label_refused(gate, "ec\x01ho", "here");
  expect_label_refused(gate, "echo", "he\x7fre");
  expect_nothing_stored(gate, 0);
}

void a_label_that_is_too_long(Stage& stage) {
  Gate gate{stage};
  expect_label_refused(gate, std::string(256, 'x'), "here");
  expect_label_refused(gate, "echo", std::string(256, 'x'));
  expect_nothing_stored(gate, 0);
  EnrollmentRequest longest = gate.good_request();
  longest.service_type = std::string(255, 'x');
  longest.hostname = std::string(255, 'y');
  gate.newcomer.enroll(longest);
}

void the_same_key_twice(Stage& stage) {
  Gate gate{stage};
  CurvePublicKey const key = gate.fresh_key();
  auto const first = gate.newcomer.enroll(key);
  auto const second = gate.newcomer.enroll(key);
  gate.visitors.require(first.service_uuid == second.service_uuid, "the UUID of the first time",
                        "another");
  gate.visitors.require(allowed_host_files(gate.visitors).size() == 1, "one allowed-host file",
                        "another count");
}

void a_thousand_wrong_tokens(Stage& stage) {
  constexpr std::size_t attempts = 1000;
  Gate gate{stage};
  Newcomer guesser{gate.visitors};
  EnrollmentRequest const wrong = with_wrong_token(gate.good_request());
  gate.newcomer.ask(gate.good_request());  // It is up.
  for (std::size_t attempt = 0; attempt < attempts; ++attempt) guesser.send_raw({encoded(wrong)});
  gate.visitors.run_for(1s);
  bool slowed = guesser.answered() < attempts;
  for (std::size_t number = 0; number < guesser.answered(); ++number) {
    slowed = slowed || guesser.answer(number).error() != "Invalid enrollment token";
  }
  gate.visitors.require(slowed, "1,000 wrong tokens not all looked at within a second",
                        "all of them refused one by one");
}

void guessing_does_not_keep_others_out(Stage& stage) {
  constexpr std::size_t attempts = 1000;
  Gate gate{stage};
  gate.newcomer.enroll(gate.fresh_key());
  Newcomer guesser{gate.visitors};
  EnrollmentRequest const wrong = with_wrong_token(gate.good_request());
  for (std::size_t attempt = 0; attempt < attempts; ++attempt) guesser.send_raw({encoded(wrong)});
  gate.visitors.run_for(1s);
  // From the same address, so that it may have to wait until the daemon hears that one again.
  VirtualTime const until = gate.visitors.now() + 60s;
  for (;;) {
    EnrollmentAnswer const answer = gate.newcomer.ask(gate.good_request());
    if (answer.admitted()) return;
    gate.visitors.require(gate.visitors.now() < until, "a success within 60 s of the guessing",
                          "refusals only", {{answer.error(), ""}});
    gate.visitors.run_for(1s);
  }
}

constexpr Case enrollment_form_case_list[] = {
    {requirement("enrollment.answer.one-frame"), "", "good and bad requests have one answer", any,
     every_request_has_one_answer, secured},
    {requirement("enrollment.success.members"), "", "a success has UUID and key", any,
     a_success_has_all_its_members, secured},
    {requirement("enrollment.failure.members"), "", "a failure has its error alone", any,
     a_failure_has_nothing_but_its_error, secured},
    {requirement("enrollment.failure.text"), "missing", "missing members are named", any,
     the_texts_of_missing_members, secured},
    {requirement("enrollment.failure.text"), "wrong", "a short key and a wrong token are named",
     any, the_texts_of_key_and_token, secured},
    {requirement("enrollment.checks.order"), "", "a key's length is told before a wrong token", any,
     the_key_length_comes_before_the_token, secured},
    {requirement("enrollment.key.alphabet"), "", "40 characters that are no key are refused", any,
     a_key_outside_of_the_alphabet, secured},
    {requirement("enrollment.refused.nothing-stored"), "", "refusals leave no file", any,
     refusals_store_nothing, secured},
    {requirement("enrollment.frames.one"), "", "two good frames in one message are refused", any,
     several_frames_are_refused, secured},
    {requirement("enrollment.label.form"), "controls", "control characters are refused", any,
     a_label_with_controls, secured},
    {requirement("enrollment.label.form"), "long", "256 bytes are refused, 255 are not", any,
     a_label_that_is_too_long, secured},
    {requirement("enrollment.key.same-uuid"), "", "a key that enrolls twice is one host", any,
     the_same_key_twice, secured},
    {requirement("enrollment.attempts.limited"), "slowed", "1,000 guesses take their time", any,
     a_thousand_wrong_tokens, secured},
    {requirement("enrollment.attempts.limited"), "others", "a good token is heard after guesses",
     any, guessing_does_not_keep_others_out, secured},
};

}  // namespace

std::span<Case const> enrollment_form_cases() { return enrollment_form_case_list; }

}  // namespace drydock::conformance::daemon
