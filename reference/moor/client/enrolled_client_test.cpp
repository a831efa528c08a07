#include "reference/moor/client/enrolled_client.hpp"

#include <gtest/gtest.h>

#include "reference/machine/machine_driver.hpp"
#include "reference/moor/enrollment/test_files.hpp"

namespace drydock::moor::client {
namespace {

using namespace std::chrono_literals;

struct EnrolledClientTest : ::testing::Test {
  void start() {
    Settings settings;
    settings.rpc_address = "tcp://127.0.0.1:7899";
    settings.events_address = "tcp://127.0.0.1:7898";
    enrollment::EnrollmentClient::Settings enrolling;
    enrolling.service_type = "client-host";
    enrolling.enrollment_token = "the-token";
    Rng rng{Seed{2}};
    enrolling.fresh_keys = CurveKeyPair::generate(rng);
    enrolling.clock = &clock;
    machine.emplace(settings, enrolling, files, Rng{Seed{1}});
    driver.emplace(*machine);
    driver->input(Started{});
  }
  void answer(enrollment::EnrollmentResponse const& response) {
    driver->input(PeerUp{{"enrollment"}});
    driver->receive("enrollment", {enrollment::encode(response).value()});
  }

  enrollment::TestFiles files;
  SteadyWallClock const clock;
  CurvePublicKey daemon_key;
  std::optional<EnrolledClient> machine;
  std::optional<MachineDriver> driver;
};

TEST_F(EnrolledClientTest, ConnectsWithTheKeysThatItEnrolled) {
  start();
  EXPECT_FALSE(driver->is_open("rpc"));
  enrollment::EnrollmentResponse response;
  response.success = true;
  response.service_uuid = "00112233-4455-4677-8899-aabbccddeeff";
  response.daemon_curve_public_key = daemon_key.z85();
  answer(response);
  ASSERT_TRUE(driver->is_open("rpc"));
  auto const curve = std::get<CurveClient>(driver->spec("rpc").security);
  EXPECT_EQ(curve.server_key, daemon_key);
  EXPECT_EQ(driver->spec("events").security, Security{curve});
  driver->advance(10s);
  EXPECT_EQ(machine->outcome(), Outcome(NoAnswer{"there is no daemon at tcp://127.0.0.1:7899"}));
  start();
  EXPECT_TRUE(driver->is_open("rpc")) << "the second time it asks nobody";
}

TEST_F(EnrolledClientTest, EndsWithTheDaemonsWordsWhenItIsRefused) {
  start();
  enrollment::EnrollmentResponse response;
  response.error = "Invalid enrollment token";
  answer(response);
  EXPECT_EQ(machine->outcome(), Outcome(NoAnswer{"Invalid enrollment token"}));
}

TEST_F(EnrolledClientTest, WaitsNoLongerThanForADaemon) {
  start();
  driver->advance(10s);
  EXPECT_EQ(machine->outcome(), Outcome(NoAnswer{"nobody enrolls us at tcp://localhost:7900"}));
}

}  // namespace
}  // namespace drydock::moor::client
