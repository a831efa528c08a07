#include <gtest/gtest.h>

#include <fstream>

#include "program/child_process.hpp"
#include "reference/transport/transport_testing.hpp"

// The same stories in the simulator and over libzmq.

namespace drydock::program {
namespace {

class ReplayReal : public testing::Test {
 protected:
  Ended replay(std::vector<std::string> const& files) {
    std::vector<std::string> command{DRYDOCK_PROGRAM, "replay", "--real"};
    command.insert(command.end(), files.begin(), files.end());
    ChildProcess process{command, directory_.path(".")};
    // Where sequences race, hundreds of runs of the model follow, which sanitizers make slow.
    auto ended = process.wait(std::chrono::minutes{5});
    return ended ? *ended : Ended{-1, "", "it did not end"};
  }
  std::string write(std::string const& name, std::string const& text) const {
    std::ofstream{directory_.path(name)} << text;
    return directory_.path(name);
  }
  static std::string shipped(std::string const& name) {
    return std::string(DRYDOCK_SOURCE_DIR) + "/scenarios/" + name + ".scenario";
  }
  transport::TemporaryDirectory directory_;
};

TEST_F(ReplayReal, ShippedScenariosSayTheSame) {
  auto const ended = replay({
      shipped("attach/attached_first"),
      shipped("attach/subscribed_first"),
      shipped("dispatch/echo"),
      shipped("dispatch/nobody_of_that_type"),
      shipped("dispatch/timeout"),
      shipped("dispatch/to_the_least_loaded"),
      shipped("people/a_visit"),
      shipped("regressions/lost_reply"),
      shipped("regressions/lost_result"),
      shipped("regressions/reattach_with_a_request_pending"),
      shipped("regressions/resent_for_ever"),
      shipped("regressions/stop_with_a_request_running"),
  });
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  EXPECT_NE(ended.out.find("\n12 of 12 agree (0 cannot be run for real)\n"), std::string::npos)
      << ended.out;
}

TEST_F(ReplayReal, WhatOnlyAModelCanDoIsNamedAndNotRun) {
  auto const ended = replay({shipped("dispatch/echo"), shipped("dispatch/no_deadline")});
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  EXPECT_NE(
      ended.out.find("dispatch/no_deadline.scenario: not for real: fill-publisher d dispatch: "),
      std::string::npos)
      << ended.out;
  EXPECT_NE(ended.out.find("\n1 of 1 agree (1 cannot be run for real)\n"), std::string::npos)
      << ended.out;
}

TEST_F(ReplayReal, WhatTakesTooLongIsNotRun) {
  auto const ended = replay({"--longest", "1", shipped("dispatch/echo")});
  EXPECT_EQ(ended.code, 2) << ended.out << ended.err;
  EXPECT_NE(ended.out.find("echo.scenario: not for real: it takes 2.000 s, and --longest is 1s\n"),
            std::string::npos)
      << ended.out;
}

TEST_F(ReplayReal, WhatIsNoScenarioIsAnError) {
  auto const ended = replay({write("broken.scenario", "seed 1\nnode d sailor\nrun 1s\n")});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("there is no kind of node 'sailor'"), std::string::npos) << ended.err;
}

}  // namespace
}  // namespace drydock::program
