#include "reference/moor/enrollment/enrollment_client.hpp"

#include <gtest/gtest.h>

#include "reference/machine/machine_driver.hpp"
#include "reference/moor/enrollment/test_files.hpp"

namespace drydock::moor::enrollment {
namespace {

using namespace std::chrono_literals;

/// Nothing but an enrollment, so that a driver can step it.
struct Enrolling : Machine {
  Enrolling(EnrollmentClient::Settings settings, FileStore& files)
      : client(std::move(settings), files) {}
  void step(VirtualTime now, Input const& input, Outbox& out) override {
    if (std::holds_alternative<Started>(input)) return client.start(now, out);
    client.step(now, input, out);
  }
  EnrollmentClient client;
};

SteadyWallClock const steady_clock;

EnrollmentClient::Settings usual() {
  EnrollmentClient::Settings settings;
  settings.service_type = "echo-worker";
  settings.hostname = "here";
  settings.enrollment_token = "the-token";
  Rng rng{Seed{9}};
  settings.fresh_keys = CurveKeyPair::generate(rng);
  settings.clock = &steady_clock;
  return settings;
}

struct EnrollmentClientTest : ::testing::Test {
  void start(EnrollmentClient::Settings settings = usual()) {
    machine.emplace(std::move(settings), files);
    driver.emplace(*machine);
    driver->input(Started{});
  }
  EnrollmentRequest asked() {
    driver->input(PeerUp{{"enrollment"}});
    return decode_enrollment_request(driver->take_sent().at(0).frames.at(0)).value();
  }
  void answer(EnrollmentResponse const& response) {
    driver->receive("enrollment", {encode(response).value()});
  }
  EnrollmentResponse success() {
    EnrollmentResponse response;
    response.success = true;
    response.service_uuid = uuid.text();
    response.daemon_curve_public_key = daemon_key.z85();
    return response;
  }
  EnrollmentResponse refusal(std::string text) {
    EnrollmentResponse response;
    response.error = std::move(text);
    return response;
  }
  EnrollmentClient const& client() { return machine->client; }

  Rng rng{Seed{2}};
  Uuid uuid = Uuid::random(rng);
  CurvePublicKey daemon_key = CurveKeyPair::generate(rng).public_key;
  TestFiles files;
  std::optional<Enrolling> machine;
  std::optional<MachineDriver> driver;
};

// EN-20: enrolled once, the identity is used again and nobody is asked.
TEST_F(EnrollmentClientTest, AnIdentityIsGotOnceAndKept) {
  start();
  EnrollmentRequest const request = asked();
  EXPECT_EQ(request.enrollment_token, "the-token");
  EXPECT_EQ(request.service_type, "echo-worker");
  answer(success());
  ASSERT_TRUE(client().identity());
  Identity const first = *client().identity();
  EXPECT_EQ(first.service_uuid, uuid);
  EXPECT_EQ(first.daemon_key, daemon_key);
  EXPECT_EQ(first.keys.public_key.z85(), request.curve_public_key);
  EXPECT_FALSE(driver->is_open("enrollment"));
  start();
  EXPECT_EQ(client().identity(), first);
  EXPECT_EQ(driver->opened("enrollment"), 0);
}

// EN-21.
TEST_F(EnrollmentClientTest, WithoutAnyOneOfItsFilesItEnrollsAgain) {
  start();
  asked();
  answer(success());
  auto const whole = files.content;
  for (auto const& [name, text] : whole) {
    files.content = whole;
    files.content.erase(name);
    start();
    EXPECT_FALSE(client().identity()) << name;
    EXPECT_EQ(driver->opened("enrollment"), 1) << name;
  }
  EXPECT_EQ(whole.size(), 3u);
}

// EN-23.
TEST_F(EnrollmentClientTest, SilenceIsBoundedAndTriedAgainWithGrowingDelays) {
  start();
  driver->advance(10s);
  EXPECT_FALSE(driver->is_open("enrollment"));
  driver->advance(100ms);
  EXPECT_TRUE(driver->is_open("enrollment"));
  driver->advance(10s);
  driver->advance(199ms);
  EXPECT_FALSE(driver->is_open("enrollment"));
  driver->advance(1ms);
  EXPECT_TRUE(driver->is_open("enrollment"));
  driver->advance(1h);
  ASSERT_TRUE(client().failure());
  EXPECT_EQ(driver->opened("enrollment"), 30);
}

// EN-24.
TEST_F(EnrollmentClientTest, ARefusalThatCannotHealIsFinal) {
  start();
  asked();
  answer(refusal("Invalid enrollment token"));
  EXPECT_EQ(client().failure(), "Invalid enrollment token");
  EXPECT_TRUE(files.content.empty());
}

TEST_F(EnrollmentClientTest, ARefusalThatMayHealIsTriedAgain) {
  start();
  asked();
  answer(refusal("No enrollment token available: disk is on fire"));
  EXPECT_FALSE(client().failure());
  driver->advance(100ms);
  asked();
  answer(success());
  EXPECT_TRUE(client().identity());
}

// EN-25.
TEST_F(EnrollmentClientTest, AHollowSuccessIsNone) {
  EnrollmentResponse no_key = success();
  no_key.daemon_curve_public_key.reset();
  EnrollmentResponse bad_key = success();
  bad_key.daemon_curve_public_key = std::string(40, '~');
  EnrollmentResponse bad_uuid = success();
  bad_uuid.service_uuid = "me";
  for (EnrollmentResponse const& response : {no_key, bad_key, bad_uuid}) {
    start();
    asked();
    answer(response);
    EXPECT_TRUE(client().failure());
    EXPECT_TRUE(files.content.empty());
  }
}

// EN-27.
TEST_F(EnrollmentClientTest, AnotherDaemonThanThePinnedOneIsRefused) {
  EnrollmentClient::Settings settings = usual();
  settings.pinned_daemon_key = CurveKeyPair::generate(rng).public_key;
  start(settings);
  asked();
  answer(success());
  EXPECT_EQ(client().failure(), "the daemon's key is not the pinned one");
}

TEST_F(EnrollmentClientTest, WithoutATokenThereIsNothingToAskWith) {
  EnrollmentClient::Settings settings = usual();
  settings.enrollment_token.clear();
  start(settings);
  EXPECT_EQ(client().failure(), "there is no enrollment token");
}

/// Each mistake shows, so that a conformance case has something to find.
struct MistakenClientTest : EnrollmentClientTest {
  void start_with(Mistakes mistakes) {
    EnrollmentClient::Settings settings = usual();
    settings.mistakes = mistakes;
    start(settings);
  }
  void enroll_well() {
    start();
    asked();
    answer(success());
  }
};

TEST_F(MistakenClientTest, EnrollsEachStart) {
  enroll_well();
  start_with({.enrolls_each_start = true});
  EXPECT_EQ(driver->opened("enrollment"), 1);
}

TEST_F(MistakenClientTest, IgnoresMissingKeys) {
  enroll_well();
  files.content.erase("echo-worker-curve.key");
  files.content.erase("echo-worker-curve.pub");
  start_with({.ignores_missing_keys = true});
  EXPECT_TRUE(client().identity());
  EXPECT_EQ(driver->opened("enrollment"), 0);
}

TEST_F(MistakenClientTest, HasNoDeadline) {
  start_with({.no_deadline = true});
  driver->advance(1h);
  EXPECT_TRUE(driver->is_open("enrollment"));
  EXPECT_EQ(driver->opened("enrollment"), 1);
}

TEST_F(MistakenClientTest, RetriesARefusal) {
  start_with({.retries_refusal = true});
  asked();
  answer(refusal("Invalid enrollment token"));
  EXPECT_FALSE(client().failure());
  driver->advance(1s);
  EXPECT_EQ(driver->opened("enrollment"), 2);
}

TEST_F(MistakenClientTest, TakesABadIdentity) {
  start_with({.takes_bad_identity = true});
  asked();
  answer({.success = true, .service_uuid = "me"});
  EXPECT_TRUE(client().identity());
  EXPECT_TRUE(files.content.contains("echo-worker-identity.json"));
}

TEST_F(MistakenClientTest, IgnoresThePin) {
  EnrollmentClient::Settings settings = usual();
  settings.pinned_daemon_key = CurveKeyPair::generate(rng).public_key;
  settings.mistakes.ignores_pin = true;
  start(settings);
  asked();
  answer(success());
  EXPECT_EQ(client().identity()->daemon_key, daemon_key);
  start(settings);
  EXPECT_EQ(client().identity()->daemon_key, daemon_key);
}

TEST_F(MistakenClientTest, SplitsKeyFilesAtTheLastEquals) {
  // Until a key has an `=` of its own.
  EnrollmentClient::Settings settings = usual();
  while (z85_of_secret(settings.fresh_keys.secret_key).find('=') == std::string::npos) {
    settings.fresh_keys = CurveKeyPair::generate(rng);
  }
  start(settings);
  asked();
  answer(success());
  start();
  EXPECT_TRUE(client().identity());
  start_with({.splits_at_last_equals = true});
  EXPECT_FALSE(client().identity());
}

TEST_F(MistakenClientTest, TakesAnyServersKey) {
  enroll_well();
  CurveKeyPair const keys = client().identity()->keys;
  daemon_key = CurveKeyPair::generate(rng).public_key;
  start_with({.any_server_key = true});
  asked();
  answer(success());
  EXPECT_EQ(client().identity()->daemon_key, daemon_key);
  EXPECT_EQ(client().identity()->keys, keys);
}

TEST_F(EnrollmentClientTest, NeitherTokenNorSecretIsLogged) {
  start();
  asked();
  answer(refusal("No luck"));
  driver->advance(1s);
  asked();
  answer(success());
  std::string const secret = z85_of_secret(client().identity()->keys.secret_key);
  for (std::string const& line : driver->logged()) {
    EXPECT_EQ(line.find("the-token"), std::string::npos);
    EXPECT_EQ(line.find(secret), std::string::npos);
  }
}

}  // namespace
}  // namespace drydock::moor::enrollment
