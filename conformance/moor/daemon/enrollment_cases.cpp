#include <string>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/daemon/scene.hpp"

// Who is enrolled, by which token, and what that is good for: workers 7.2 and 7.3.

namespace drydock::conformance::daemon {
namespace {

using namespace std::chrono_literals;

void write_token(Gate& gate, std::string_view content) {
  Stage& stage = gate.visitors.stage();
  stage.files().write(stage.value("token_file"), content);
}

void a_new_key_is_let_in_at_once(Stage& stage) {
  Gate gate{stage};
  FakeWorker worker{gate.visitors};
  VirtualTime const enrolled = gate.visitors.now();
  worker.join();
  gate.visitors.require(gate.visitors.now() - enrolled <= 1s + stage.slack(),
                        "an attach within 1 s of the enrollment", "a later one");
  worker.subscribe();
}

void a_rotated_token_counts_at_once(Stage& stage) {
  Gate gate{stage};
  gate.newcomer.enroll(gate.fresh_key());
  EnrollmentRequest const old = gate.good_request();
  write_token(gate, next_token);
  gate.newcomer.enroll(gate.good_request());
  EnrollmentAnswer const answer = gate.newcomer.expect_refusal(old);
  gate.visitors.require(answer.error() == "Invalid enrollment token", "Invalid enrollment token",
                        "another error", {{answer.error(), ""}});
}

void a_rotation_spares_old_hosts(Stage& stage) {
  Gate gate{stage};
  FakeWorker worker{gate.visitors};
  worker.join();
  write_token(gate, next_token);
  gate.newcomer.enroll(gate.fresh_key());
  FakeWorker again{gate.visitors, worker};
  again.expect<moor::WorkerAck>(again.pong(), "WorkerAck on a new connection of an old key");
  again.subscribe();
}

void white_space_does_not_count(Stage& stage) {
  Gate gate{stage};
  gate.newcomer.enroll(gate.fresh_key());
  write_token(gate, " \t" + std::string(next_token) + " \r\n\n");
  EnrollmentRequest request = gate.good_request();
  request.enrollment_token = next_token;
  gate.newcomer.enroll(request);
}

void without_a_token_nobody_comes_in(Stage& stage) {
  Gate gate{stage};
  EnrollmentRequest good = gate.good_request();
  gate.newcomer.enroll(good);
  stage.files().remove(stage.value("token_file"));
  good.curve_public_key = gate.fresh_key().z85();
  gate.newcomer.expect_refusal(good);
  good.enrollment_token.clear();
  gate.newcomer.expect_refusal(good);
}

void an_empty_token_lets_nobody_in(Stage& stage) {
  Gate gate{stage};
  gate.newcomer.enroll(gate.fresh_key());
  for (char const* content : {"", "\n", " \n"}) {
    write_token(gate, content);
    EnrollmentRequest request = gate.good_request();
    request.enrollment_token.clear();
    gate.newcomer.expect_refusal(request);
    request.enrollment_token = content;
    gate.newcomer.expect_refusal(request);
  }
}

constexpr Case enrollment_case_list[] = {
    {requirement("enrollment.success.at-once"), "", "a new key attaches within 1 s", any,
     a_new_key_is_let_in_at_once, secured},
    {requirement("enrollment.token.rotated"), "", "a new token counts, and the old one does not",
     any, a_rotated_token_counts_at_once, secured},
    {requirement("enrollment.token.old-hosts"), "", "who was enrolled before is let in after", any,
     a_rotation_spares_old_hosts, secured},
    {requirement("enrollment.token.trimmed"), "", "blanks and line ends do not count", any,
     white_space_does_not_count, secured},
    {requirement("enrollment.token.missing"), "", "without a token file all are refused", any,
     without_a_token_nobody_comes_in, secured},
    {requirement("enrollment.token.empty"), "", "an empty token file lets nobody in", any,
     an_empty_token_lets_nobody_in, secured},
};

}  // namespace

std::span<Case const> enrollment_cases() { return enrollment_case_list; }

}  // namespace drydock::conformance::daemon
