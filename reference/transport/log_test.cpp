#include "reference/transport/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace drydock::transport {
namespace {

std::string written(LogLevel least, LogLevel level, std::string_view text) {
  testing::internal::CaptureStderr();
  log_to_stderr(least)(level, text);
  return testing::internal::GetCapturedStderr();
}

TEST(Log, ALineIsTimeLevelText) {
  EXPECT_THAT(written(LogLevel::info, LogLevel::warning, "worker {} lost"),
              testing::MatchesRegex("[0-9][0-9]:[0-9][0-9]:[0-9][0-9]\\.[0-9][0-9][0-9] warning "
                                    "worker \\{\\} lost\n"));
}

TEST(Log, WhatIsBelowTheLevelIsLeftOut) {
  EXPECT_EQ(written(LogLevel::info, LogLevel::debug, "x"), "");
  EXPECT_EQ(written(LogLevel::error, LogLevel::warning, "x"), "");
  EXPECT_NE(written(LogLevel::debug, LogLevel::debug, "x"), "");
}

TEST(Log, NobodyCanForgeALine) {
  EXPECT_EQ(one_line("type \n12:00:00.000 info all is well\x1b[2J\x7f"),
            "type \\x0a12:00:00.000 info all is well\\x1b[2J\\x7f");
  EXPECT_EQ(one_line("größe"), "größe");
}

TEST(Log, LevelsHaveFourNames) {
  EXPECT_EQ(parse_log_level("debug"), LogLevel::debug);
  EXPECT_EQ(parse_log_level("error"), LogLevel::error);
  ASSERT_FALSE(parse_log_level("loud"));
  EXPECT_NE(parse_log_level("loud").error().message.find("\"loud\""), std::string::npos);
}

}  // namespace
}  // namespace drydock::transport
