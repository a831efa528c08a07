#include "program/command_line.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace drydock::program {
namespace {

using namespace std::chrono_literals;

TEST(CommandLine, WhatIsNotGivenKeepsItsDefault) {
  std::string text = "before";
  std::size_t count = 7;
  Duration duration = 3s;
  std::optional<double> number;
  bool flag = false;
  CommandLine line{"test", "Tests."};
  line.option("--text", text, "");
  line.option("--count", count, "");
  line.option("--duration", duration, "");
  line.option("--number", number, "");
  line.flag("--flag", flag, "");
  EXPECT_EQ(line.parse({}), std::nullopt);
  EXPECT_EQ(text, "before");
  EXPECT_EQ(count, 7u);
  EXPECT_EQ(duration, 3s);
  EXPECT_EQ(number, std::nullopt);
  EXPECT_FALSE(flag);
}

TEST(CommandLine, WhatIsGivenIsAssigned) {
  std::string text;
  std::size_t count = 0;
  Duration duration{0};
  std::optional<double> number;
  bool flag = false;
  CommandLine line{"test", "Tests."};
  line.option("--text", text, "");
  line.option("--count", count, "");
  line.option("--duration", duration, "");
  line.option("--number", number, "");
  line.flag("-f,--flag", flag, "");
  EXPECT_EQ(
      line.parse({"--text", "{}", "--count=12", "--duration", "0.25", "--number", "-1e3", "-f"}),
      std::nullopt);
  EXPECT_EQ(text, "{}");
  EXPECT_EQ(count, 12u);
  EXPECT_EQ(duration, 250ms);
  EXPECT_EQ(number, -1000.0);
  EXPECT_TRUE(flag);
}

TEST(CommandLine, ArgumentsAreTakenAsTheyAre) {
  std::string type;
  Arguments values;
  bool json = false;
  CommandLine line{"test", "Tests."};
  line.argument("TYPE", type, "");
  line.arguments("ARGS", values, "");
  line.flag("--json", json, "");
  Arguments const given{"{}", "[]", "[1,2]", "-5", "-.5", "", "\"a b\"", "{1, {2}}", "'x", "x=y"};
  Arguments all{"echo"};
  all.insert(all.end(), given.begin(), given.end());
  all.insert(all.begin() + 3, "--json");
  all.push_back("--");
  all.push_back("--json");
  EXPECT_EQ(line.parse(all), std::nullopt);
  EXPECT_EQ(type, "echo");
  EXPECT_TRUE(json);
  auto expected = given;
  expected.push_back("--json");
  EXPECT_EQ(values, expected);
}

TEST(CommandLine, OneThatIsRepeatableIsAssignedEachTime) {
  std::vector<std::string> seen;
  CommandLine line{"test", "Tests."};
  line.option(
      "--defect", "", "",
      [&](std::string const& text) -> Result<void> {
        seen.push_back(text);
        return {};
      },
      true);
  EXPECT_EQ(line.parse({"--defect", "a", "--defect", "b"}), std::nullopt);
  EXPECT_EQ(seen, (std::vector<std::string>{"a", "b"}));
}

TEST(CommandLine, NumbersThatDoNotFitAreRefused) {
  for (auto const* text : {"", "-1", "1.5", "x", "18446744073709551616", " 1"}) {
    std::size_t count = 3;
    CommandLine line{"test", "Tests."};
    line.option("--count", count, "");
    EXPECT_EQ(line.parse({"--count", text}), could_not_run) << text;
    EXPECT_EQ(count, 3u);
  }
  for (auto const* text : {"0", "-1", "nan", "inf", "1e30", "1s"}) {
    Duration duration = 3s;
    CommandLine line{"test", "Tests."};
    line.option("--duration", duration, "");
    EXPECT_EQ(line.parse({"--duration", text}), could_not_run) << text;
    EXPECT_EQ(duration, 3s);
  }
}

TEST(CommandLine, MistakesAreNamedOnStderr) {
  std::size_t count = 3;
  CommandLine line{"test", "Tests."};
  line.option("--count", count, "");
  testing::internal::CaptureStderr();
  EXPECT_EQ(line.parse({"--count", "[3]"}), could_not_run);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "drydock test: --count: \"[3]\" is not a whole number\nSee drydock test --help\n");
}

}  // namespace
}  // namespace drydock::program
