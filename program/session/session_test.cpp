// Ten people at two hosts, while each part in turn is killed and started again.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "program/session/town.hpp"

namespace drydock::program {
namespace {

constexpr auto people = Town::people;

std::string worker_asked(std::string const& seconds, std::string const& secret) {
  return fmt::format(";worker_request(\"echo\", {{{{\"sleep\", {}}}, \"{}\"}})", seconds, secret);
}

TEST(Sessions, TenPeopleAreServedAndKeepTheirSecrets) {
  Town town;
  town.expect_everybody_is_served();
  town.expect_all_live_on();
  town.expect_secrets_were_kept();
}

TEST(Sessions, WhenTheWorkerIsKilledItsRequestsEndWithAWordAndNothingElseDoes) {
  Town town;
  std::vector<std::string> secrets;
  for (std::size_t one = 0; one < people; ++one) secrets.push_back(town.fresh_secret(one));
  for (std::size_t one = 1; one < people; ++one) {
    town.person(one).type(one % 2 == 0 ? "prompt " + secrets[one]
                                       : worker_asked("600", secrets[one]));
  }
  town.await_tasks(people - 1);
  town.kill_worker();
  town.start_worker();
  for (std::size_t one = 1; one < people; ++one) {
    Visitor& visitor = town.person(one);
    if (one % 2 == 0) {
      EXPECT_TRUE(visitor.hears(secrets[one])) << visitor.unheard();
      visitor.type("kept");
      EXPECT_TRUE(visitor.hears("You answered \"kept\".")) << visitor.unheard() << town.logs();
    } else {
      EXPECT_TRUE(visitor.hears("Worker detached")) << visitor.unheard() << town.logs();
    }
  }
  town.expect_everybody_is_served();
  town.expect_all_live_on();
  town.expect_secrets_were_kept();
}

class EachHost : public testing::TestWithParam<std::size_t> {};

INSTANTIATE_TEST_SUITE_P(Sessions, EachHost, testing::Values(0, 1),
                         [](auto const& host) { return host.param == 0 ? "First" : "Second"; });

TEST_P(EachHost, WhenItIsKilledItsPeopleAreCutOffAndTheOthersGoOn) {
  std::size_t const killed = GetParam();
  Town town;
  std::vector<std::string> secrets;
  for (std::size_t one = 0; one < people; ++one) {
    secrets.push_back(town.fresh_secret(one));
    Visitor& visitor = town.person(one);
    if (one % 5 == 1) visitor.type(worker_asked("1", secrets[one]));
    if (one % 5 == 2) {
      visitor.type("prompt " + secrets[one]);
      EXPECT_TRUE(visitor.hears(secrets[one])) << visitor.unheard();
    }
    if (one % 5 == 3) visitor.type("nap 1");
    if (one % 5 == 4) visitor.type(";\"" + secrets[one] + "\"");
  }
  town.kill_host(killed);
  for (std::size_t one = 0; one < people; ++one) {
    Visitor& visitor = town.person(one);
    if (Town::host_of(one) == killed) {
      EXPECT_TRUE(visitor.is_cut_off()) << visitor.name();
      continue;
    }
    EXPECT_TRUE(visitor.is_connected()) << visitor.name() << town.logs();
    if (one % 5 == 2) visitor.type(secrets[one]);
    std::array<std::string, 5> const expected{
        "", "=> {\"echo_response\", {\"sleep\", 1}, \"" + secrets[one] + "\"}",
        "You answered \"" + secrets[one] + "\".", "You wake up.", "=> \"" + secrets[one] + "\""};
    EXPECT_TRUE(visitor.hears(expected[one % 5])) << visitor.unheard() << town.logs();
  }
  // One of those who were cut off stays away: the others are told when the daemon notices.
  std::size_t const missing = killed * 5 + 3;
  std::size_t const witness = (1 - killed) * 5;
  town.start_host(killed);
  for (std::size_t one = 0; one < people; ++one) {
    if (Town::host_of(one) == killed && one != missing) town.come_back(one);
  }
  EXPECT_TRUE(town.person(witness).hears(town.person(missing).name() + " has disconnected."))
      << town.person(witness).unheard() << town.logs();
  town.come_back(missing);
  town.expect_everybody_is_served();
  town.expect_secrets_were_kept();
}

TEST(Sessions, WhenTheDaemonIsKilledEverybodyLivesOnAndHearsWhatBecameOfTheirCommands) {
  Town town;
  for (int times = 0; times < 2; ++times) {
    std::vector<std::string> secrets;
    for (std::size_t one = 0; one < people; ++one) {
      secrets.push_back(town.fresh_secret(one));
      Visitor& visitor = town.person(one);
      if (one % 5 == 1) visitor.type(worker_asked("600", secrets[one]));
      if (one % 5 == 2) visitor.type("prompt " + secrets[one]);
      if (one % 5 == 3) visitor.type("nap 10");
    }
    town.await_tasks(6);
    for (std::size_t one = 0; one < people; ++one) {
      if (one % 5 == 0 || one % 5 == 4) town.person(one).type(";\"" + secrets[one] + "\"");
    }
    town.kill_daemon();
    Visitor stranger{"stranger"};
    ASSERT_TRUE(stranger.dial(town.port(0)));
    stranger.type("connect Alice");
    town.start_daemon();
    EXPECT_TRUE(stranger.hears("connect NAME")) << stranger.unheard() << town.logs();
    EXPECT_TRUE(stranger.hears("*** Connected ***")) << stranger.unheard() << town.logs();
    for (std::size_t one = 0; one < people; ++one) {
      Visitor& visitor = town.person(one);
      std::string const& secret = secrets[one];
      std::optional<std::size_t> heard;
      switch (one % 5) {
        case 1:
          heard = visitor.hears_one_of({"the daemon restarted"});
          break;
        case 2:
          EXPECT_TRUE(visitor.hears(secret)) << visitor.unheard();
          heard = visitor.hears_one_of({"Task cancelled"});
          // What the lost task asked for, the next line still answers.
          visitor.type("too late");
          EXPECT_TRUE(visitor.hears("Your answer was not taken")) << visitor.unheard();
          break;
        case 3:
          heard = visitor.hears_one_of({"You wake up."});
          break;
        default:
          heard = visitor.hears_one_of({"=> \"" + secret + "\"", "it may have done that, or not",
                                        "nothing was done", "Task cancelled",
                                        "The end of that was not heard of"});
      }
      EXPECT_TRUE(heard) << visitor.name() << ": " << visitor.unheard() << town.logs();
    }
    town.expect_everybody_is_served();
    town.expect_all_live_on();
  }
  town.expect_secrets_were_kept();
}

}  // namespace
}  // namespace drydock::program
