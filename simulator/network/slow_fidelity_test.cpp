#include <gtest/gtest.h>

#include <algorithm>

#include "simulator/network/security_scripts.hpp"

// A process whose steps take long, played over libzmq and in the simulator: what comes meanwhile
// waits, up to the marks, and who waits for nobody else goes on.

namespace drydock::simulator {
namespace {

using transport::Script;
using Lines = std::vector<std::string>;

constexpr int questions = 100;
constexpr int published = 200;

SocketSpec spec_of(SocketType type) {
  SocketSpec spec;
  spec.type = type;
  return spec;
}

Frames message(int number) { return {bytes_of(std::to_string(number))}; }

/// Says back what it hears.
Script::Handler server(std::string endpoint) {
  return [endpoint = std::move(endpoint)](VirtualTime, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) {
      SocketSpec spec = spec_of(SocketType::router);
      spec.bind = {endpoint};
      out.emplace_back(OpenSocket{"r", spec});
    }
    if (auto const* received = std::get_if<Received>(&input)) {
      out.emplace_back(Send{received->from, received->frames});
    }
  };
}

/// Asks at `slow` many times, and then once at `fast`.
Script::Handler asker(std::string slow, std::string fast) {
  return [slow = std::move(slow), fast = std::move(fast)](VirtualTime, Input const& input,
                                                          Outbox& out) {
    if (!std::holds_alternative<Started>(input)) return;
    for (bool const is_slow : {true, false}) {
      SocketSpec spec = spec_of(SocketType::dealer);
      spec.connect = {is_slow ? slow : fast};
      out.emplace_back(OpenSocket{is_slow ? "slow" : "fast", spec});
    }
    for (int number = 0; number < questions; ++number) {
      out.emplace_back(Send{{"slow"}, message(number)});
    }
    out.emplace_back(Send{{"fast"}, message(questions)});
  };
}

/// At its cue it publishes many large messages at once, numbered, and then small ones for ever.
Script::Handler publisher(std::string endpoint) {
  return [endpoint = std::move(endpoint)](VirtualTime now, Input const& input, Outbox& out) {
    auto const publish = [&](std::size_t size, std::string const& text) {
      out.emplace_back(Send{{"p"}, {Frame(size, 'L'), bytes_of(text)}});
    };
    if (std::holds_alternative<Started>(input)) {
      SocketSpec spec = spec_of(SocketType::xpub);
      spec.bind = {endpoint};
      spec.send_high_water_mark = 2;
      out.emplace_back(OpenSocket{"p", spec});
    }
    bool const is_cue = std::holds_alternative<StopRequested>(input);
    for (int number = 0; is_cue && number < published; ++number) {
      publish(std::size_t{64} * 1024, std::to_string(number));
    }
    bool const is_time = std::holds_alternative<TimerFired>(input);
    if (is_time) publish(0, "next");
    if (is_cue || is_time) {
      out.emplace_back(SetTimer{{"next"}, now + std::chrono::milliseconds{10}});
    }
  };
}

Script::Handler subscriber(std::string endpoint) {
  return [endpoint = std::move(endpoint)](VirtualTime, Input const& input, Outbox& out) {
    if (!std::holds_alternative<Started>(input)) return;
    SocketSpec spec = spec_of(SocketType::sub);
    spec.connect = {endpoint};
    spec.subscriptions = {""};
    spec.receive_high_water_mark = 2;
    out.emplace_back(OpenSocket{"s", spec});
  };
}

Lines heard(Theatre::Told const& told, SocketName socket) {
  Lines lines = lines_of(told, socket);
  std::erase(lines, "up");
  return lines;
}

/// Each test runs over libzmq and in simulations of some seeds.
class SlowFidelity : public testing::TestWithParam<std::uint64_t> {
 protected:
  std::unique_ptr<Theatre> theatre() {
    if (GetParam() == 0) return std::make_unique<RealTheatre>();
    return std::make_unique<SimulatedTheatre>(Seed{GetParam()});
  }
};
INSTANTIATE_TEST_SUITE_P(Worlds, SlowFidelity, testing::Range<std::uint64_t>(0, 6),
                         [](auto const& world) {
                           std::string const seed = std::to_string(world.param);
                           return world.param == 0 ? std::string("Libzmq") : "Seed" + seed;
                         });

bool has_started(Theatre::Told const& told) { return !told.empty(); }

TEST_P(SlowFidelity, WhoIsSlowAnswersAllInItsOrderAndOthersGoOnMeanwhile) {
  std::unique_ptr<Theatre> theatre = this->theatre();
  Script slow{server(theatre->endpoint("slow"))};
  Script fast{server(theatre->endpoint("fast"))};
  Script client{asker(theatre->endpoint("slow"), theatre->endpoint("fast"))};
  theatre->enter(slow);
  theatre->enter(fast);
  EXPECT_TRUE(theatre->wait(slow, has_started));
  theatre->slow(slow);
  theatre->enter(client);
  auto const is_answered = [](Theatre::Told const& told) { return !heard(told, "fast").empty(); };
  EXPECT_TRUE(theatre->wait(client, is_answered));
  EXPECT_LT(heard(client.told(), "slow").size(), questions);
  theatre->speed_up(slow);
  Lines answers;
  for (int number = 0; number < questions; ++number) {
    answers.push_back("received " + std::to_string(number));
  }
  auto const has_all = [&](Theatre::Told const& told) { return heard(told, "slow") == answers; };
  EXPECT_TRUE(theatre->wait(client, has_all)) << testing::PrintToString(client.told());
  EXPECT_EQ(heard(client.told(), "fast").size(), 1u);
  theatre.reset();  // Before those who play in it.
}

TEST_P(SlowFidelity, ASlowSubscriberMissesWhatIsPublishedAboveTheMarksAndHearsTheRestInItsOrder) {
  std::unique_ptr<Theatre> theatre = this->theatre();
  Script server{publisher(theatre->endpoint("pub"))};
  Script client{subscriber(theatre->endpoint("pub"))};
  theatre->enter(server);
  theatre->enter(client);
  EXPECT_TRUE(
      theatre->wait(server, [](Theatre::Told const& told) { return !heard(told, "p").empty(); }));
  theatre->slow(client);
  theatre->cue(server);
  EXPECT_TRUE(theatre->wait(server, [](Theatre::Told const& told) {
    return std::count(told.begin(), told.end(), Input{TimerFired{{"next"}}}) > 0;
  }));
  theatre->speed_up(client);
  auto const hears_next = [](Theatre::Told const& told) {
    Lines const lines = heard(told, "s");
    return !lines.empty() && lines.back() == "received next";
  };
  EXPECT_TRUE(theatre->wait(client, hears_next));
  std::vector<int> numbers;
  for (std::string const& line : heard(client.told(), "s")) {
    if (line == "received next") break;
    numbers.push_back(std::stoi(line.substr(line.find(' '))));
  }
  EXPECT_TRUE(std::adjacent_find(numbers.begin(), numbers.end(), std::greater_equal<>{}) ==
              numbers.end());
  EXPECT_GE(numbers.size(), 2u);
  EXPECT_LT(numbers.size(), published);
  theatre.reset();
}

}  // namespace
}  // namespace drydock::simulator
