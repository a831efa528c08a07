#include "reference/moor/daemon/gatekeeper.hpp"

#include <gtest/gtest.h>

#include "reference/moor/daemon/test_daemon.hpp"
#include "reference/moor/enrollment/test_files.hpp"

namespace drydock::moor::daemon {
namespace {

using namespace std::chrono_literals;
using enrollment::EnrollmentRequest;
using enrollment::TestFiles;

/// A daemon whose worker endpoints are tcp, and whoever enrolls with it.
struct GatekeeperTest : ::testing::Test {
  GatekeeperTest() {
    files.content["enrollment-token"] = "the-token";
    Settings settings;
    settings.workers_request_listen = "tcp://0.0.0.0:7896";
    settings.workers_response_listen = "tcp://0.0.0.0:7897";
    daemon = std::make_unique<TestDaemon>(settings, Trust{&files, &files, daemon_keys, &clock});
  }

  /// A key that enrolled; gives back its user id.
  std::string enroll(CurvePublicKey const& key) {
    EnrollmentRequest const request{"the-token", key.z85(), "echo-worker", "here", {}, {}};
    daemon->driver().receive("enrollment", {enrollment::encode(request).value()});
    auto const response =
        enrollment::decode_enrollment_response(sent_to("enrollment").at(0).at(0)).value();
    return response.service_uuid.value();
  }
  std::string zap_code(CurvePublicKey const& key) {
    daemon->driver().receive(
        "zap", {Frame{}, bytes_of("1.0"), Frame{1}, bytes_of("moor"), Frame{}, Frame{},
                bytes_of("CURVE"), Frame(key.bytes.begin(), key.bytes.end())});
    return std::string(drydock::text_of(ByteView{sent_to("zap").at(0).at(3)}));
  }
  DaemonToWorkerReplyUnion say(std::string const& user, Uuid const& id, WorkerToDaemonUnion body) {
    daemon->driver().input(
        Received{{"control"},
                 {id.to_bytes(), encode(WorkerToDaemonMessage{std::move(body), {}}).value()},
                 user});
    return decode_reply(sent_to("control").at(0).at(0)).value().reply;
  }
  std::vector<Frames> sent_to(SocketName socket) {
    std::vector<Frames> frames;
    for (Send const& send : daemon->driver().take_sent()) {
      if (send.to.socket == socket) frames.push_back(send.frames);
    }
    return frames;
  }
  CurvePublicKey fresh_key() { return CurveKeyPair::generate(rng).public_key; }

  Rng rng{Seed{3}};
  CurveKeyPair daemon_keys = CurveKeyPair::generate(rng);
  TestFiles files;
  SteadyWallClock const clock;
  std::unique_ptr<TestDaemon> daemon;
};

// TS-10, TS-01.
TEST_F(GatekeeperTest, TheAuthenticatorIsOpenedFirstAndTcpIsCurve) {
  Settings settings;
  settings.workers_request_listen = "tcp://0.0.0.0:7896";
  Daemon machine{settings, Rng{Seed{1}}, Trust{&files, &files, daemon_keys, &clock}};
  Outbox out;
  machine.step(VirtualTime{}, Started{}, out);
  std::vector<OpenSocket> opened;
  for (Output const& output : out) {
    if (auto const* open = std::get_if<OpenSocket>(&output)) opened.push_back(*open);
  }
  ASSERT_EQ(opened.size(), 5u);
  EXPECT_EQ(opened[0].socket, "zap");
  for (OpenSocket const& open : opened) {
    bool const tcp = open.socket == "dispatch";
    EXPECT_EQ(std::holds_alternative<CurveServer>(open.spec.security), tcp) << open.socket;
  }
}

// TS-04, TS-11: on ipc nothing is guarded, and nobody needs to enroll.
TEST_F(GatekeeperTest, OnIpcThereIsNothingToGuard) {
  Daemon machine{Settings{}, Rng{Seed{1}}, Trust{&files, &files, daemon_keys, &clock}};
  MachineDriver driver{machine};
  driver.input(Started{});
  EXPECT_FALSE(driver.is_open("zap"));
  EXPECT_FALSE(driver.is_open("enrollment"));
  EXPECT_TRUE(std::holds_alternative<Plain>(driver.spec("control").security));
}

// EN-08, TS-02, TS-07.
TEST_F(GatekeeperTest, AKeyIsAdmittedFromItsEnrollmentOn) {
  CurvePublicKey const key = fresh_key();
  EXPECT_EQ(zap_code(key), "400");
  enroll(key);
  EXPECT_EQ(zap_code(key), "200");
}

// DW-40, DW-41.
TEST_F(GatekeeperTest, AWorkerIsItsOwnersOnly) {
  std::string const owner = enroll(fresh_key());
  std::string const other = enroll(fresh_key());
  Uuid const id = daemon->fresh_id();
  EXPECT_EQ(say(owner, id, AttachWorker{id, Symbol{"echo"}}),
            DaemonToWorkerReplyUnion{WorkerAttached{id}});
  for (WorkerToDaemonUnion const& body :
       {WorkerToDaemonUnion{DetachWorker{id}}, WorkerToDaemonUnion{AttachWorker{id, {"echo"}}},
        WorkerToDaemonUnion{WorkerPong{id, {"echo"}}}}) {
    EXPECT_TRUE(std::holds_alternative<WorkerAuthFailed>(say(other, id, body)));
  }
  EXPECT_EQ(say(owner, id, WorkerPong{id, Symbol{"echo"}}), DaemonToWorkerReplyUnion{WorkerAck{}});
}

// TS-16.
TEST_F(GatekeeperTest, ARemovedHostLosesItsWorkersAndItsSessions) {
  CurvePublicKey const key = fresh_key();
  std::string const user = enroll(key);
  Uuid const id = daemon->fresh_id();
  say(user, id, AttachWorker{id, Symbol{"echo"}});
  daemon->ask("echo");
  daemon->requests();
  ASSERT_TRUE(files.remove("allowed-hosts/" + user));
  daemon->advance(5s);
  EXPECT_EQ(daemon->told().size(), 1u) << "its caller is told";
  EXPECT_EQ(daemon->driver().opened("dispatch"), 2);
  EXPECT_EQ(zap_code(key), "400");
  EXPECT_TRUE(
      std::holds_alternative<WorkerAuthFailed>(say(user, id, AttachWorker{id, Symbol{"echo"}})));
}

}  // namespace
}  // namespace drydock::moor::daemon
