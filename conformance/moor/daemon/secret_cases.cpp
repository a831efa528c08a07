#include <string>
#include <vector>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/daemon/scene.hpp"
#include "reference/moor/enrollment/key_file.hpp"

// What must not be seen: tokens and secret keys.

namespace drydock::conformance::daemon {
namespace {

using namespace std::chrono_literals;

/// A session with all that can go well and badly around enrollment; what the daemon replied.
class Session {
 public:
  explicit Session(Stage& stage) : gate_(stage) {
    secrets_.push_back(enrollment_token(gate_.visitors));
    replies_ += admit_and_refuse();
    stage.files().write(stage.value("token_file"), next_token);
    secrets_.emplace_back(next_token);
    replies_ += admit_and_refuse();
    FakeWorker worker{gate_.visitors};
    worker.join();
    if (worker.token()) secrets_.push_back(*worker.token());
    replies_ += worker.ask_raw({bytes_of("nonsense")}).described();
    for (std::string const& path : files_named(gate_.visitors, "daemon-curve.key")) {
      auto const secret = moor::enrollment::key_file_value(*stage.files().read(path), "secret");
      if (secret) keys_.push_back(*secret);
    }
    gate_.visitors.run_for(500ms);
  }

  Visitors& visitors() { return gate_.visitors; }
  std::vector<std::string> const& tokens() const { return secrets_; }
  std::vector<std::string> const& keys() const { return keys_; }
  std::string const& replies() const { return replies_; }
  std::string output() { return visitors().stage().output(gate_.testee); }

  void expect_absent(std::vector<std::string> const& secrets, std::string const& text,
                     std::string const& where) {
    for (std::string const& secret : secrets) {
      visitors().require(text.find(secret) == std::string::npos, "no secret in " + where, "one");
    }
  }

 private:
  std::string admit_and_refuse() {
    gate_.newcomer.enroll(gate_.fresh_key());
    EnrollmentRequest wrong = with_wrong_token(gate_.good_request());
    secrets_.emplace_back(wrong_token);
    std::string said = gate_.newcomer.expect_refusal(wrong).error();
    wrong.curve_public_key.pop_back();
    return said + gate_.newcomer.expect_refusal(wrong).error();
  }

  Gate gate_;
  std::vector<std::string> secrets_;
  std::vector<std::string> keys_;
  std::string replies_;
};

void nothing_of_it_in_the_log(Stage& stage) {
  Session session{stage};
  session.expect_absent(session.tokens(), session.output(), "the output");
  session.expect_absent(session.keys(), session.output(), "the output");
  session.expect_absent(session.tokens(), session.replies(), "an error reply");
}

void no_secret_key_anywhere(Stage& stage) {
  Session session{stage};
  if (session.keys().empty()) skip_case("no daemon-curve.key below the data directory");
  session.expect_absent(session.keys(), session.output(), "the output");
  session.expect_absent(session.keys(), session.replies(), "an error reply");
  auto const face = stage.public_face(session.visitors().testee());
  if (!face) return;
  session.expect_absent(session.keys(), face->arguments, "the arguments");
  session.expect_absent(session.keys(), face->environment, "the environment");
}

void no_credentials_in_broadcasts(Stage& stage) {
  Scene scene{stage};
  scene.worker.join();
  scene.worker.subscribe();
  scene.visitors.run_for(12s);
  std::vector<std::string> credentials{enrollment_token(scene.visitors),
                                       scene.worker.identity()->keys().public_key.z85(),
                                       scene.worker.identity()->service_uuid};
  if (scene.worker.token()) credentials.push_back(*scene.worker.token());
  scene.visitors.require(!scene.worker.broadcasts().messages.empty(), "a ping within 12 s",
                         scene.visitors.nothing_came());
  for (Inbox::Message const& one : scene.worker.broadcasts().messages) {
    for (Frame const& frame : one.frames) {
      for (std::string const& credential : credentials) {
        bool const absent = drydock::text_of(frame).find(credential) == std::string_view::npos;
        scene.visitors.require(absent, "no credentials in a broadcast", "some",
                               {evidence_of("a frame", frame)});
      }
    }
  }
}

constexpr Case secret_case_list[] = {
    {requirement("enrollment.log.secrets"), "", "tokens and keys are not in the output", any,
     nothing_of_it_in_the_log, secured},
    {requirement("security.secrets.shown"), "", "the daemon's secret key is nowhere to be seen",
     any, no_secret_key_anywhere, secured},
    {requirement("token.broadcast.none"), "", "no broadcast has a worker's credentials", any,
     no_credentials_in_broadcasts, secured},
};

}  // namespace

std::span<Case const> secret_cases() { return secret_case_list; }

}  // namespace drydock::conformance::daemon
