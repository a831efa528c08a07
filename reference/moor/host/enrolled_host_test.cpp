#include "reference/moor/host/enrolled_host.hpp"

#include <gtest/gtest.h>

#include "reference/machine/machine_driver.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/enrollment/test_files.hpp"
#include "reference/moor/host/line_host.hpp"

namespace drydock::moor::host {
namespace {

using namespace std::chrono_literals;

struct EnrolledHostTest : ::testing::Test {
  void start(Profile profile = Profile::robust) {
    Settings settings;
    settings.profile = profile;
    settings.rpc_address = "tcp://127.0.0.1:7899";
    settings.events_address = "tcp://127.0.0.1:7898";
    settings.listeners.push_back({8888, ObjId{0}});
    enrollment::EnrollmentClient::Settings enrolling;
    enrolling.service_type = "telnet-host";
    enrolling.enrollment_token = "the-token";
    Rng rng{Seed{2}};
    enrolling.fresh_keys = CurveKeyPair::generate(rng);
    enrolling.clock = &clock;
    auto const make = [this](Settings const& enrolled) {
      return std::make_unique<LineHost>(enrolled, LineHost::Lines{}, clock, Rng{Seed{1}});
    };
    machine.emplace(settings, make, enrolling, files, Rng{Seed{1}});
    driver.emplace(*machine);
    driver->input(Started{});
  }
  void answer(enrollment::EnrollmentResponse const& response) {
    driver->input(PeerUp{{"enrollment"}});
    driver->receive("enrollment", {enrollment::encode(response).value()});
  }
  enrollment::EnrollmentResponse accepted() const {
    enrollment::EnrollmentResponse response;
    response.success = true;
    response.service_uuid = Host::id_of(Rng{Seed{1}}).text();
    response.daemon_curve_public_key = daemon_key.z85();
    return response;
  }

  enrollment::TestFiles files;
  SteadyWallClock const clock;
  CurvePublicKey daemon_key;
  std::optional<EnrolledHost> machine;
  std::optional<MachineDriver> driver;
};

TEST_F(EnrolledHostTest, OpensBothChannelsWithTheKeysThatItEnrolledAndItsDoorWithout) {
  start();
  EXPECT_FALSE(driver->is_open("rpc0"));
  EXPECT_FALSE(driver->is_open("door0"));
  answer(accepted());
  ASSERT_TRUE(driver->is_open("rpc0"));
  auto const curve = std::get<CurveClient>(driver->spec("rpc0").security);
  EXPECT_EQ(curve.server_key, daemon_key);
  EXPECT_EQ(std::get<CurveClient>(driver->spec("events").security), curve);
  EXPECT_EQ(driver->spec("door0").security, Security{Plain{true}});
  start();
  ASSERT_TRUE(driver->is_open("rpc0")) << "the second time it asks nobody";
  EXPECT_EQ(driver->opened("enrollment"), 0);
}

// ST-06.
TEST_F(EnrolledHostTest, InTheStrictProfileItRegistersWithTheTokenThatItGot) {
  start(Profile::strict);
  auto response = accepted();
  response.service_token = "the host's token";
  answer(response);
  driver->input(PeerUp{{"events"}});
  driver->input(PeerUp{{"rpc0"}});
  driver->take_sent();
  driver->advance(100ms);
  ASSERT_EQ(driver->sent().size(), 1u);
  auto const envelope = decode_message_type(driver->sent()[0].frames.at(0)).value();
  auto const& said = std::get<HostToDaemonMsg>(envelope.message);
  EXPECT_EQ(said.token, "the host's token");
  EXPECT_EQ(said.host_id, Host::id_of(Rng{Seed{1}}));
}

TEST_F(EnrolledHostTest, EndsWithTheDaemonsWordsWhenItIsRefused) {
  start();
  enrollment::EnrollmentResponse response;
  response.error = "Invalid enrollment token";
  answer(response);
  EXPECT_EQ(driver->exit(), (Exit{2, "Invalid enrollment token"}));
}

TEST_F(EnrolledHostTest, WithoutLinesPeopleComeThroughItsHostOnceThereIsOne) {
  Settings settings;
  settings.rpc_address = "tcp://127.0.0.1:7899";
  settings.events_address = "tcp://127.0.0.1:7898";
  settings.listeners.push_back({8888, ObjId{0}});
  enrollment::EnrollmentClient::Settings enrolling;
  enrolling.enrollment_token = "the-token";
  enrolling.clock = &clock;
  auto const make = [this](Settings const& complete) {
    return std::make_unique<Host>(complete, clock, Rng{Seed{1}});
  };
  EnrolledHost enrolled(settings, make, enrolling, files, Rng{Seed{1}});
  driver.emplace(enrolled);
  driver->input(Started{});
  EXPECT_EQ(enrolled.host(), nullptr);
  answer(accepted());
  ASSERT_NE(enrolled.host(), nullptr);
  EXPECT_TRUE(driver->is_open("rpc0"));
  EXPECT_FALSE(driver->is_open("door0"));
  Outbox out;
  enrolled.host()->arrive({}, {}, out);
  EXPECT_EQ(enrolled.host()->users(), 1u);
}

}  // namespace
}  // namespace drydock::moor::host
