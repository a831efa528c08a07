#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>

#include "program/child_process.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"
#include "reference/transport/transport_testing.hpp"

namespace drydock::program {
namespace {

using moor::enrollment::EnrollmentRequest;
using moor::enrollment::EnrollmentResponse;
using transport::frames_of;
using transport::patience_max;
using transport::RawSocket;
using transport::TemporaryDirectory;
using transport::texts_of;
using Command = std::vector<std::string>;

/// A strict daemon over ipc as an operator has it, and peers that are no library of ours.
class StrictDaemonTest : public testing::Test {
 protected:
  Command command(Command const& flags) const {
    Command all{DRYDOCK_PROGRAM,
                "daemon",
                "--workers-only",
                "--profile",
                "strict",
                "--workers-request-listen",
                dispatch_,
                "--workers-response-listen",
                control_,
                "--callers-listen",
                directory_.ipc("callers"),
                "--enrollment-listen",
                enrollment_,
                "--data-dir",
                path("daemon"),
                "--enrollment-token-file",
                path("token"),
                "--private-key",
                path(private_key_),
                "--public-key",
                path(public_key_),
                "--ping-period",
                "0.2",
                "--log-level",
                "debug"};
    all.insert(all.end(), flags.begin(), flags.end());
    return all;
  }
  Ended run(Command const& flags) const { return run_process(command(flags), path(".")); }
  ChildProcess start(Command const& flags) const { return ChildProcess{command(flags), path(".")}; }
  /// The daemon is there once it answers, which libzmq waits for.
  EnrollmentResponse ask(EnrollmentRequest const& request) {
    RawSocket socket{ZMQ_REQ};
    socket.connect(enrollment_);
    return ask(socket, request);
  }
  EnrollmentResponse ask(RawSocket& socket, EnrollmentRequest const& request) {
    Bytes const payload = moor::enrollment::encode(request).value();
    socket.send({std::string(payload.begin(), payload.end())});
    auto const reply = socket.receive();
    if (!reply || reply->size() != 1) throw std::runtime_error("no answer to an enrollment");
    return moor::enrollment::decode_enrollment_response(frames_of(*reply)[0]).value();
  }
  /// A good one, once the daemon made its token.
  EnrollmentRequest request() {
    auto const end = std::chrono::steady_clock::now() + patience_max;
    while (content("token").empty() && std::chrono::steady_clock::now() < end) {
    }
    return {content("token"), key_, "echo-worker", "here", {}, id_.text()};
  }
  EnrollmentResponse renew(std::string const& token) {
    return ask({"", key_, "echo-worker", "here", token, {}});
  }
  moor::DaemonToWorkerReplyUnion pong(std::string const& token) {
    RawSocket socket{ZMQ_REQ};
    socket.connect(control_);
    Bytes const payload =
        moor::encode(moor::WorkerToDaemonMessage{moor::WorkerPong{id_, {"echo"}}, token}).value();
    socket.send(texts_of({id_.to_bytes(), payload}));
    return moor::decode_reply(frames_of(socket.receive().value()).at(0)).value().reply;
  }
  std::string reason(std::string const& token) {
    auto const reply = pong(token);
    auto const* failed = std::get_if<moor::WorkerAuthFailed>(&reply);
    return failed == nullptr ? std::string{} : failed->reason;
  }
  /// Whether that comes to be; asked anew after each ping of the daemon.
  bool comes_to_be(std::function<bool()> const& holds) {
    RawSocket pings{ZMQ_SUB};
    pings.connect(dispatch_);
    pings.subscribe("workers");
    auto const end = std::chrono::steady_clock::now() + patience_max;
    while (!holds()) {
      if (!pings.receive() || std::chrono::steady_clock::now() > end) return false;
    }
    return true;
  }
  bool comes_to_say(std::string const& token, std::string const& why) {
    return comes_to_be([&] { return reason(token) == why; });
  }

  std::string path(std::string const& name) const { return directory_.path(name); }
  std::string content(std::string const& name) const {
    std::ifstream file(path(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }
  int mode_of(std::string const& name) const {
    struct stat status = {};
    EXPECT_EQ(stat(path(name).c_str(), &status), 0) << name;
    return status.st_mode & 0777;
  }

  TemporaryDirectory directory_;
  std::string dispatch_ = directory_.ipc("dispatch");
  std::string control_ = directory_.ipc("control");
  std::string enrollment_ = directory_.ipc("enrollment");
  std::string private_key_ = "signing.pem";
  std::string public_key_ = "verifying.pem";
  Rng rng_{Seed{1}};
  Uuid id_ = Uuid::random(rng_);
  std::string key_ = CurveKeyPair::generate(rng_).public_key.z85();
};

TEST_F(StrictDaemonTest, WithoutKeysItDoesNotStartAndSaysHowToMakeThem) {
  auto const ended = run({});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("signing.pem"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("--generate-keypair makes them"), std::string::npos) << ended.err;
}

// TK-11, with a umask that hides nothing.
TEST_F(StrictDaemonTest, ItMakesItsKeysForItselfAlone) {
  mode_t const before = umask(0);
  auto const daemon = start({"--generate-keypair"});
  umask(before);
  EXPECT_TRUE(ask(request()).success);
  EXPECT_EQ(mode_of("signing.pem"), 0600);
  EXPECT_EQ(mode_of("token"), 0600);
}

// EN-15, TS-17: the defects that only files show.
TEST_F(StrictDaemonTest, ItsDefectsOfFilesShow) {
  auto daemon = start({"--generate-keypair", "--defect", "loose-modes"});
  EXPECT_TRUE(ask(request()).success);
  EXPECT_EQ(mode_of("token"), 0644);
  EXPECT_EQ(mode_of("daemon/daemon-curve.key"), 0644);
  EXPECT_EQ(mode_of("daemon/allowed-hosts"), 0755);
  daemon.signal(SIGTERM);
  ASSERT_TRUE(daemon.wait(patience_max));
  std::string const secret = content("daemon/daemon-curve.key");
  ASSERT_EQ(std::remove(path("daemon/daemon-curve.pub").c_str()), 0);
  auto const again = start({"--defect", "half-pair-regenerated"});
  EXPECT_TRUE(ask(request()).success);
  EXPECT_NE(content("daemon/daemon-curve.key"), secret);
}

// TK-11.
TEST_F(StrictDaemonTest, ItsDefectOfTheSigningKeyShows) {
  mode_t const before = umask(0);
  auto const daemon = start({"--generate-keypair", "--defect", "loose-signing-key"});
  umask(before);
  EXPECT_TRUE(ask(request()).success);
  EXPECT_EQ(mode_of("signing.pem"), 0666);
  EXPECT_EQ(mode_of("token"), 0600);
}

// TK-10.
TEST_F(StrictDaemonTest, KeysThatDoNotBelongTogetherAreRefused) {
  for (char const* stem : {"a", "b"}) {
    private_key_ = std::string(stem) + ".pem";
    public_key_ = std::string(stem) + ".pub.pem";
    auto made = start({"--generate-keypair"});
    EXPECT_TRUE(ask(request()).success);
    made.signal(SIGTERM);
    ASSERT_TRUE(made.wait(patience_max));
  }
  private_key_ = "a.pem";
  auto const ended = run({"--generate-keypair"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("a.pem and b.pub.pem are not of one key pair"), std::string::npos)
      << ended.err;
}

// ST-10 from end to end: a rotation and revocations, taken up by a daemon that runs.
TEST_F(StrictDaemonTest, ARotationAndARevocationNeedNoRestart) {
  auto daemon = start({"--generate-keypair"});
  std::string const before = ask(request()).service_token.value();
  EXPECT_EQ(reason(before), "");
  auto const rotated = run({"--rotate-signing-key"});
  ASSERT_EQ(rotated.code, 0) << rotated.err;
  std::string const signer = rotated.out.substr(0, 16);
  std::string const previous = rotated.out.substr(rotated.out.find("was ") + 4, 16);
  EXPECT_TRUE(comes_to_be(
      [&] { return daemon.log().find("signed with the key " + signer) != std::string::npos; }));
  EXPECT_EQ(reason(before), "") << "the previous key's tokens stay good";
  std::string const after = renew(before).service_token.value();
  EXPECT_EQ(run({"--revoke-key", signer}).code, 2) << "a key that signs is not revoked";
  ASSERT_EQ(run({"--revoke-key", previous}).code, 0);
  EXPECT_TRUE(comes_to_say(before, "the token was revoked: its key was revoked"));
  EXPECT_EQ(reason(after), "");
  auto const inspected = run_process({DRYDOCK_PROGRAM, "token", "inspect", after}, path("."));
  std::string const jti = inspected.out.substr(inspected.out.find("jti") + 3);
  std::size_t const at = jti.find_first_of("0123456789abcdef");
  ASSERT_EQ(run({"--revoke-token", jti.substr(at, 36)}).code, 0) << inspected.out;
  EXPECT_TRUE(comes_to_say(after, "the token was revoked"));
  daemon.signal(SIGTERM);
  auto const ended = daemon.wait(patience_max);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->err.find("v4.public."), std::string::npos) << "ST-12";
}

// ST-01.
TEST_F(StrictDaemonTest, ATokenEnds) {
  auto const daemon = start({"--generate-keypair", "--worker-token-lifetime", "1"});
  std::string const token = ask(request()).service_token.value();
  EXPECT_TRUE(comes_to_say(token, "the token has expired"));
  EXPECT_EQ(renew(token).error, "Service token refused: the token has expired");
}

// EN-19: sixty guesses take more than a second, and who knows the token is served among them.
TEST_F(StrictDaemonTest, GuessesAreSlowedDown) {
  auto const daemon = start({"--generate-keypair"});
  EnrollmentRequest const good = request();
  EnrollmentRequest wrong = good;
  wrong.enrollment_token = "a guess";
  ask(good);
  RawSocket guesser{ZMQ_REQ};
  guesser.connect(enrollment_);
  auto const start = std::chrono::steady_clock::now();
  for (int k = 0; k < 60; ++k) {
    EXPECT_EQ(ask(guesser, wrong).error, "Invalid enrollment token");
    if (k % 20 == 19) {
      EXPECT_TRUE(ask(good).success);
    }
  }
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::seconds{1});
}

}  // namespace
}  // namespace drydock::program
