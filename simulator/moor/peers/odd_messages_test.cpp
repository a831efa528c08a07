#include <gtest/gtest.h>

#include <fmt/format.h>

#include "simulator/moor/moor_protocol.hpp"
#include "simulator/moor/peers/odd_kinds.hpp"
#include "simulator/scenario/runner.hpp"

namespace drydock::simulator {
namespace {

struct Spot {
  Place place;
  char const* at;
};

constexpr Spot spots[] = {{Place::control, "d control"},
                          {Place::callers, "d callers"},
                          {Place::rpc, "d rpc"},
                          {Place::enrollment, "d enrollment"},
                          {Place::dispatch, "d dispatch"},
                          {Place::events, "d events"},
                          {Place::control_reply, "w control"},
                          {Place::rpc_reply, "h rpc0"},
                          {Place::enrollment_reply, "w enrollment"}};

constexpr char cast[] =
    "node d daemon\n"
    "node w worker\n"
    "node w2 worker\n"
    "node h host\n"
    "node c caller\n"
    "at 3s request c echo {{\"sleep\", 4}, 1}\n"
    "at 3s request c echo {{\"sleep\", 4}, 2}\n";

Result<RunResult> run(std::string const& text, std::string_view profile) {
  Result<Scenario> scenario = parse_scenario(text);
  EXPECT_TRUE(scenario) << text;
  scenario->profile = profile;
  RunSettings settings;
  settings.keep_trace = true;
  return run_scenario(*scenario, MoorProtocol{}, settings);
}

std::string story(OddKind const& kind, Spot const& spot) {
  std::string text = fmt::format("{}at 5s say {} {}", cast, spot.at, kind.name);
  if (kind.about(spot.place) != About::nobody) text += " w";
  return text + "\nrun 30s\nsettle 5m\n";
}

void expect_harmless(OddKind const& kind, Spot const& spot, std::string_view profile) {
  std::string const text = story(kind, spot);
  auto const result = run(text, profile);
  ASSERT_TRUE(result) << text << result.error().message;
  EXPECT_FALSE(result->failure) << text << result->failure->property << ": "
                                << result->failure->what;
  EXPECT_EQ(result->trace.find("nothing to say"), std::string::npos) << text << result->trace;
}

TEST(OddMessages, EachCanBeSaidWhereItsKindSaysAndOurMachinesBearIt) {
  std::size_t said = 0;
  for (OddKind const& kind : odd_kinds()) {
    for (Spot const& spot : spots) {
      bool const is_strict =
          spot.place == Place::enrollment || spot.place == Place::enrollment_reply;
      if (!kind.at(spot.place)) continue;
      expect_harmless(kind, spot, is_strict ? "strict" : "robust");
      ++said;
    }
  }
  EXPECT_GE(said, 50u);
}

TEST(OddMessages, NoneCanBeSaidElsewhere) {
  for (OddKind const& kind : odd_kinds()) {
    for (Spot const& spot : spots) {
      if (kind.at(spot.place)) continue;
      EXPECT_FALSE(run(fmt::format("{}say {} {}\n", cast, spot.at, kind.name), "strict"));
    }
  }
}

std::string error_of_command(std::string const& command) {
  auto const result = run(std::string(cast) + command + "\n", "robust");
  return result ? "" : result.error().message;
}

bool is_drawn(std::string_view what, std::string_view profile) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    auto const draw = MoorProtocol{}.draw(Rng{Seed{seed}}, std::chrono::seconds{30}, profile);
    for (OddTarget const& target : draw.targets.odd_messages) {
      if (target.message.find(what) != std::string::npos) return true;
    }
  }
  return false;
}

TEST(OddMessages, WhatStockMoorTakesForRightIsNotDrawnInCompatibleRuns) {  // UQ-18
  EXPECT_TRUE(is_drawn("body-of-another", "robust"));
  EXPECT_TRUE(is_drawn("result-of-another", "compatible"));
  EXPECT_FALSE(is_drawn("body-of-another", "compatible"));
}

TEST(OddMessages, AnErrorNamesWhatItSaw) {
  EXPECT_EQ(error_of_command("say d control nonsense"),
            "line 8, column 15: 'nonsense' is nothing odd that can be said there");
  EXPECT_EQ(error_of_command("say c callers truncated-message"),
            "line 8, column 5: nothing odd can be said at 'callers' of 'c'");
  EXPECT_EQ(error_of_command("say d dispatch please-die c"), "line 8, column 27: 'c' is no worker");
  EXPECT_EQ(error_of_command("say d dispatch please-die"),
            "line 8, column 26: a node is missing at the end of the line");
}

TEST(OddMessages, WhatIsAboutARequestIsNotSaidWhereThereIsNone) {
  auto const result =
      run(std::string(cast) + "at 1s say d control unreadable-result w\nrun 2s\n", "robust");
  ASSERT_TRUE(result);
  EXPECT_NE(result->trace.find("nothing to say"), std::string::npos) << result->trace;
}

}  // namespace
}  // namespace drydock::simulator
