#include "reference/moor/worker/enrolled_worker.hpp"

#include <gtest/gtest.h>

#include "reference/machine/machine_driver.hpp"
#include "reference/moor/enrollment/test_files.hpp"
#include "reference/moor/worker/echo_service.hpp"

namespace drydock::moor::worker {
namespace {

struct EnrolledWorkerTest : ::testing::Test {
  void start() {
    Settings settings;
    settings.request_address = "tcp://127.0.0.1:7896";
    settings.response_address = "tcp://127.0.0.1:7897";
    enrollment::EnrollmentClient::Settings enrolling;
    enrolling.service_type = "echo-worker";
    enrolling.enrollment_token = "the-token";
    Rng rng{Seed{2}};
    enrolling.fresh_keys = CurveKeyPair::generate(rng);
    enrolling.clock = &clock;
    machine.emplace(settings, enrolling, std::make_unique<EchoService>(), files, Rng{Seed{1}});
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
  std::optional<EnrolledWorker> machine;
  std::optional<MachineDriver> driver;
};

TEST_F(EnrolledWorkerTest, WorksWithTheKeysThatItEnrolled) {
  start();
  EXPECT_FALSE(driver->is_open("dispatch"));
  enrollment::EnrollmentResponse response;
  response.success = true;
  response.service_uuid = "00112233-4455-4677-8899-aabbccddeeff";
  response.daemon_curve_public_key = daemon_key.z85();
  answer(response);
  ASSERT_TRUE(driver->is_open("dispatch"));
  auto const curve = std::get<CurveClient>(driver->spec("dispatch").security);
  EXPECT_EQ(curve.server_key, daemon_key);
  start();
  ASSERT_TRUE(driver->is_open("dispatch")) << "the second time it asks nobody";
  EXPECT_EQ(std::get<CurveClient>(driver->spec("dispatch").security), curve);
  EXPECT_EQ(driver->opened("enrollment"), 0);
}

// EN-24.
TEST_F(EnrolledWorkerTest, EndsWithTheDaemonsWordsWhenItIsRefused) {
  start();
  enrollment::EnrollmentResponse response;
  response.error = "Invalid enrollment token";
  answer(response);
  EXPECT_EQ(driver->exit(), (Exit{2, "Invalid enrollment token"}));
}

TEST_F(EnrolledWorkerTest, EndsWhenItIsStoppedBeforeItEnrolled) {
  start();
  driver->input(StopRequested{});
  EXPECT_EQ(driver->exit(), (Exit{0, "stopped"}));
}

}  // namespace
}  // namespace drydock::moor::worker
