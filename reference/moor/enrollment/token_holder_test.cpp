#include "reference/moor/enrollment/token_holder.hpp"

#include <gtest/gtest.h>

#include "reference/machine/machine_driver.hpp"
#include "reference/moor/enrollment/test_files.hpp"
#include "reference/moor/enrollment/test_tokens.hpp"
#include "reference/moor/enrollment/token_times.hpp"

namespace drydock::moor::enrollment {
namespace {

using namespace std::chrono_literals;

/// A service that does nothing but hold its token.
struct Holding : Machine {
  Holding(EnrollmentClient::Settings enrolling, TokenHolder::Settings settings, FileStore& files,
          WallClock const& clock, Seed seed)
      : client(std::move(enrolling), files), holder(settings, client, clock, Rng{seed}) {}
  void step(VirtualTime now, Input const& input, Outbox& out) override {
    if (std::holds_alternative<Started>(input)) {
      client.start(now, out);
    } else if (!begun) {
      client.step(now, input, out);
    } else if (TokenHolder::concerns(input)) {
      holder.step(now, input, out);
    } else {
      holder.look(now, out);
    }
    if (!begun && client.identity()) {
      begun = true;
      holder.begin(now, out);
    }
  }
  EnrollmentClient client;
  TokenHolder holder;
  bool begun = false;
};

struct TokenHolderTest : ::testing::Test {
  void start(EnrollmentClient::Settings enrolling, TokenHolder::Settings settings = {},
             Seed seed = Seed{3}) {
    machine.emplace(std::move(enrolling), settings, files, clock, seed);
    driver.emplace(*machine);
    driver->input(Started{});
  }
  void start() { start(usual()); }
  /// Enrolls, and holds a token of that lifetime.
  void hold(Duration lifetime, TokenHolder::Settings settings = {}, Seed seed = Seed{3}) {
    start(usual(), settings, seed);
    asked();
    answer(success(token(lifetime, "first")));
    ASSERT_TRUE(machine->holder.token());
  }
  EnrollmentClient::Settings usual() {
    EnrollmentClient::Settings enrolling;
    enrolling.service_type = "echo-worker";
    enrolling.enrollment_token = "the-token";
    Rng keys{Seed{9}};
    enrolling.fresh_keys = CurveKeyPair::generate(keys);
    enrolling.clock = &clock;
    enrolling.service_id = id;
    return enrolling;
  }
  EnrollmentRequest asked() {
    driver->input(PeerUp{{"enrollment"}});
    return decode_enrollment_request(driver->take_sent().at(0).frames.at(0)).value();
  }
  void answer(EnrollmentResponse const& response) {
    driver->receive("enrollment", {encode(response).value()});
  }
  EnrollmentResponse success(std::optional<std::string> service_token) {
    return {.success = true,
            .service_uuid = "00112233-4455-4677-8899-aabbccddeeff",
            .daemon_curve_public_key = daemon_key.z85(),
            .service_token = std::move(service_token)};
  }
  EnrollmentResponse refusal(std::string text) { return {.error = std::move(text)}; }
  std::string token(Duration lifetime, std::string const& name) {
    return token_of(clock.wall_time(driver->now()), lifetime, name);
  }
  /// How long until it begins to renew, its clocks left alone.
  Duration until_renewal(Duration step, Duration limit) {
    VirtualTime const from = driver->now();
    while (!driver->is_open("enrollment") && driver->now() - from < limit) driver->advance(step);
    return driver->now() - from;
  }
  TokenHolder const& holder() { return machine->holder; }

  Rng rng{Seed{2}};
  Uuid id = Uuid::random(rng);
  CurvePublicKey daemon_key = CurveKeyPair::generate(rng).public_key;
  TestFiles files;
  SetClock clock;
  std::optional<Holding> machine;
  std::optional<MachineDriver> driver;
};

TEST_F(TokenHolderTest, EachStartAsksForATokenWithTheStoredKeys) {
  start();
  EnrollmentRequest const first = asked();
  EXPECT_EQ(first.enrollment_token, "the-token");
  EXPECT_EQ(first.service_id, id.text());
  EXPECT_EQ(first.service_token, std::nullopt);
  answer(success("one"));
  EXPECT_EQ(holder().token(), "one");
  auto const stored = files.content;
  EnrollmentClient::Settings again = usual();
  Rng other{Seed{77}};
  again.fresh_keys = CurveKeyPair::generate(other);
  again.service_id = Uuid::random(rng);
  start(again);
  EnrollmentRequest const second = asked();
  EXPECT_EQ(second.curve_public_key, first.curve_public_key);
  EXPECT_EQ(second.service_id, again.service_id->text());
  answer(success("two"));
  EXPECT_EQ(holder().token(), "two");
  EXPECT_EQ(files.content, stored) << "nothing to write: the identity is the same";
}

// ST-06: not before half of it is gone, and with time to spare before the last fifth.
TEST_F(TokenHolderTest, RenewsBetweenAHalfAndAThirdBeforeTheEnd) {
  std::set<Duration> seen;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    hold(1h, {}, Seed{seed});
    Duration const waited = until_renewal(1s, 1h);
    EXPECT_GE(waited, 30min);
    EXPECT_LE(waited, 40min + 1s);
    seen.insert(waited);
  }
  EXPECT_GT(seen.size(), 10u) << "not all services at one instant";
}

// ST-07, and that the old token is held meanwhile.
TEST_F(TokenHolderTest, ARenewalShowsTheTokenAndKeepsTheId) {
  hold(1h);
  std::string const first = *holder().token();
  until_renewal(1s, 1h);
  EXPECT_EQ(holder().token(), first);
  EnrollmentRequest const request = asked();
  EXPECT_EQ(request.enrollment_token, "");
  EXPECT_EQ(request.service_token, first);
  EXPECT_EQ(request.service_id, id.text());
  std::string const second = token(1h, "second");
  answer(success(second));
  EXPECT_EQ(holder().token(), second);
  EXPECT_EQ(holder().answers(), 2u);
  EXPECT_FALSE(driver->is_open("enrollment"));
  EXPECT_GE(until_renewal(1s, 2h), 30min) << "and so on";
  EXPECT_TRUE(driver->is_open("enrollment"));
}

TEST_F(TokenHolderTest, AClockSetForwardIsNoticedWithinSeconds) {
  hold(1h);
  driver->advance(10s);
  clock.ahead += 50min;
  EXPECT_LE(until_renewal(1s, 1h), 5s);
  EXPECT_TRUE(driver->is_open("enrollment"));
}

TEST_F(TokenHolderTest, AClockSetForwardIsNoticedAtTheNextMessage) {
  hold(1h);
  clock.ahead += 50min;
  driver->receive("control", {});
  EXPECT_TRUE(driver->is_open("enrollment"));
}

TEST_F(TokenHolderTest, AClockSetBackDelaysNothing) {
  hold(1h);
  clock.ahead -= 10h;
  EXPECT_LE(until_renewal(1s, 2h), 40min + 1s);
}

TEST_F(TokenHolderTest, ACalendarThatDisagreesWithTheDaemonsNeitherHurriesNorWaits) {
  for (Duration const skew : {Duration{-5h}, Duration{5h}}) {
    start();
    asked();
    answer(success(token_of(clock.wall_time(driver->now()) + skew, 1h)));
    Duration const waited = until_renewal(1s, 10h);
    EXPECT_GE(waited, 30min);
    EXPECT_LE(waited, 40min + 1s);
  }
}

// A clock 55 min ahead sees 5 min left of each new token of an hour.
TEST_F(TokenHolderTest, AClockFarAheadRenewsOftenButNotWithoutPause) {
  start();
  asked();
  answer(success(token_of(clock.wall_time(driver->now()) - 55min, 1h)));
  Duration const waited = until_renewal(1s, 10h);
  EXPECT_GE(waited, 6min);
  EXPECT_LE(waited, 7min);
}

TEST_F(TokenHolderTest, ATokenThatSaysNothingOfItsTimeIsRenewedAtHalfOfTheUsualLifetime) {
  for (std::string const& opaque : {std::string("opaque"), std::string("v4.public.e30")}) {
    start();
    asked();
    answer(success(opaque));
    EXPECT_EQ(until_renewal(1s, 1h), 30min) << opaque;
  }
}

TEST_F(TokenHolderTest, ARenewalIsTriedUntilItSucceedsEachAttemptBounded) {
  hold(30s);
  std::string const first = *holder().token();
  until_renewal(100ms, 1min);
  driver->advance(10min);
  EXPECT_GT(driver->opened("enrollment"), 50) << "30 attempts are the limit of a start alone";
  EXPECT_FALSE(holder().failure());
  EXPECT_EQ(holder().token(), first);
  until_renewal(100ms, 1min);
  asked();
  std::string const second = token(1h, "second");
  answer(success(second));
  EXPECT_EQ(holder().token(), second);
}

// ST-08.
TEST_F(TokenHolderTest, ARefusedRenewalNeedsTheEnrollmentTokenAgain) {
  hold(1h);
  until_renewal(1s, 1h);
  asked();
  answer(refusal("Service token refused: the token was revoked"));
  EnrollmentRequest const request = asked();
  EXPECT_EQ(request.enrollment_token, "the-token");
  EXPECT_EQ(request.service_token, std::nullopt);
  EXPECT_EQ(request.service_id, id.text());
  answer(refusal("Invalid enrollment token"));
  EXPECT_EQ(holder().failure(), "Invalid enrollment token");
}

TEST_F(TokenHolderTest, WithoutAnEnrollmentTokenThereIsNoneToHold) {
  hold(1h);
  EnrollmentClient::Settings without = usual();
  without.enrollment_token.clear();
  start(without);
  EXPECT_EQ(machine->client.failure(), "there is no enrollment token");
}

// ST-11.
TEST_F(TokenHolderTest, ADaemonThatGivesNoneIsWorkedForWithout) {
  start();
  asked();
  answer(success(std::nullopt));
  EXPECT_EQ(holder().token(), std::nullopt);
  EXPECT_TRUE(machine->begun);
  EXPECT_EQ(until_renewal(1min, 10h), 10h);
}

// TS-15: enrollment is in the clear, and whoever answers it does not replace whom we know.
TEST_F(TokenHolderTest, AnotherDaemonThanTheStoredOneIsRefused) {
  hold(1h);
  daemon_key = CurveKeyPair::generate(rng).public_key;
  until_renewal(1s, 1h);
  asked();
  answer(success(token(1h, "stranger's")));
  EXPECT_TRUE(machine->client.asking()) << "it asks on, until the daemon that it knows answers";
  EXPECT_FALSE(holder().failure());
  start();
  asked();
  answer(success("stranger's"));
  EXPECT_EQ(machine->client.failure(),
            "the daemon's key is not the one that it had when we enrolled");
}

// ST-12.
TEST_F(TokenHolderTest, NoTokenIsLogged) {
  hold(1h);
  std::string const first = *holder().token();
  until_renewal(1s, 1h);
  asked();
  answer(refusal("Too many attempts"));
  driver->advance(1s);
  asked();
  std::string const second = token(1h, "second");
  answer(success(second));
  EXPECT_FALSE(driver->logged().empty());
  for (std::string const& line : driver->logged()) {
    for (std::string const& secret : {first, second, std::string("the-token")}) {
      EXPECT_EQ(line.find(secret), std::string::npos) << line;
    }
  }
}

TEST_F(TokenHolderTest, AMistakenHolderIsTooLateOrNeverThere) {
  hold(1h, {.renews_too_late = true});
  EXPECT_GT(until_renewal(1s, 2h), 1h);
  hold(1h, {.never_renews = true});
  EXPECT_EQ(until_renewal(1min, 10h), 10h);
}

TEST(TokenTimes, AreReadWithoutAKey) {
  WallTime const issued = WallTime::parse("2026-03-01T12:00:00Z").value();
  std::string const token = token_of(issued, 1h);
  EXPECT_EQ(times_of(token, issued), (TokenTimes{1h, 1h}));
  EXPECT_EQ(times_of(token, issued + 20min), (TokenTimes{1h, 40min}));
  EXPECT_EQ(times_of(token, issued + 1h), (TokenTimes{1h, 1h})) << "our clock is wrong";
  EXPECT_EQ(times_of(token, issued - 1h), (TokenTimes{1h, 1h}));
  EXPECT_EQ(times_of(token_of(issued, Duration{0}), issued), std::nullopt);
  EXPECT_EQ(times_of("", issued), std::nullopt);
  Duration const decade = std::chrono::hours{24 * 365 * 10};
  EXPECT_EQ(times_of(token_of(issued, Duration::max()), issued), (TokenTimes{decade, decade}));
}

}  // namespace
}  // namespace drydock::moor::enrollment
