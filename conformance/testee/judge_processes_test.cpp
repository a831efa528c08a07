#include "conformance/testee/judge_processes.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "reference/transport/stop.hpp"

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;

// A protocol of one word: the testee says hello, and ends when it is told to.

constexpr Requirement hello{"testee.hello", Level::must, Profile::compatible, "It says hello.",
                            "T-1"};
constexpr Placeholder placeholders[] = {{"control", Placeholder::Kind::endpoint, ""}};

/// Until the testee says hello; the case fails if it does not for so long.
void expect_hello(Stage& stage, Duration patience = 10s) {
  SocketSpec spec;
  spec.type = SocketType::router;
  spec.bind = {stage.value("control")};
  stage.open("control", spec);
  stage.start();
  VirtualTime const until = stage.now() + patience;
  while (auto const happening = stage.next(until)) {
    auto const* received = std::get_if<Received>(&*happening);
    if (received == nullptr) fail_case("hello", "its end");
    if (received->frames == Frames{bytes_of("hello")}) return;
  }
  fail_case("hello", "nothing");
}

void says_hello(Stage& stage) { expect_hello(stage); }

/// For what takes a machine with much else to do a while, such as 200,000 messages.
void says_hello_some_time(Stage& stage) { expect_hello(stage, 2min); }

void ends_when_told(Stage& stage) {
  expect_hello(stage);
  stage.signal(TesteeId{0}, StopSignal::terminate);
  if (!stage.next(stage.now() + 3s)) fail_case("its end", "nothing");
}

void never_ends(Stage& stage) {
  expect_hello(stage);
  for (;;) stage.next(stage.now() + 1s);
}

void uses_all_memory(Stage& stage) {
  std::vector<std::string> all;
  for (;;) {
    all.emplace_back(std::size_t{16} << 20, 'x');
    stage.next(stage.now() + 1ms);
  }
}

void crashes(Stage& stage) {
  expect_hello(stage);
  raise(SIGSEGV);
}

/// Until what the testee said holds `text`.
void expect_output(Stage& stage, TesteeId testee, std::string const& text) {
  VirtualTime const until = stage.now() + 10s;
  while (stage.output(testee).find(text) == std::string::npos) {
    if (stage.now() >= until) fail_case(text, stage.output(testee));
    stage.next(stage.now() + 10ms);
  }
}

/// Of a shell that says its argument, its environment, and waits.
void sees_what_it_was_started_with(Stage& stage) {
  TesteeId const first = stage.start();
  expect_output(stage, first, "started as /usual\n");
  expect_output(stage, first, "HOME=" + stage.home() + "\n");
  expect_output(stage, first, "XDG_CONFIG_HOME=" + stage.home() + "/.config\n");
  expect_output(stage, first, "all of it\n");
  if (stage.output(first).find("OPERATOR") != std::string::npos) fail_case("nothing of ours", "it");
  auto const face = stage.public_face(first);
  if (!face || face->arguments.find("/usual") == std::string::npos ||
      face->environment.find("HOME=" + stage.home() + "\n") == std::string::npos) {
    fail_case("its arguments and environment, seen from outside", face ? face->arguments : "-");
  }
  TesteeId const second = stage.start_with({{{"word", "/other"}}, {{"OPERATOR", "hers"}}, 0124});
  expect_output(stage, second, "started as /other\n0124\n");
  expect_output(stage, second, "OPERATOR=hers\n");
  stage.signal(second, StopSignal::kill);
  while (stage.public_face(second)) stage.next(stage.now() + 10ms);
}

constexpr Case start_case{hello, "start", "-", "", sees_what_it_was_started_with};
constexpr Case hello_case{hello, "", "it says hello", "", says_hello};
constexpr Case patient_case{hello, "", "it says hello some time", "", says_hello_some_time};
constexpr Case end_case{hello, "end", "it ends when told", "", ends_when_told};
constexpr Case endless_case{hello, "endless", "-", "", never_ends};
constexpr Case greedy_case{hello, "greedy", "-", "", uses_all_memory};
constexpr Case crashing_case{hello, "crashing", "-", "", crashes};

/// Processes whose environment has our mark, so that nothing a testee does to hide can hide it.
std::size_t marked_processes(std::string const& mark) {
  std::size_t found = 0;
  for (auto const& entry : std::filesystem::directory_iterator("/proc")) {
    if (std::isdigit(static_cast<unsigned char>(entry.path().filename().string()[0])) == 0)
      continue;
    std::ifstream file{entry.path() / "environ", std::ios::binary};
    std::string const environment{std::istreambuf_iterator<char>{file}, {}};
    if (environment.find(mark) != std::string::npos) ++found;
  }
  return found;
}

class JudgeProcesses : public testing::Test {
 protected:
  void SetUp() override {
    mark_ = "DRYDOCK_TEST_MARK=" + std::to_string(getpid()) + "-" +
            testing::UnitTest::GetInstance()->current_test_info()->name();
    std::replace(mark_.begin(), mark_.end(), '/', '-');
    std::size_t const equals = mark_.find('=');
    setenv(mark_.substr(0, equals).c_str(), mark_.substr(equals + 1).c_str(), 1);
  }
  void TearDown() override {
    EXPECT_EQ(marked_processes(mark_), 0U) << "processes are left behind";
  }

  Result<std::vector<CaseResult>> judge(std::vector<Case const*> const& cases, std::string mode,
                                        RunLimits const& limits = {}) {
    ProcessSettings const settings{
        {NASTY_TESTEE, std::move(mode), "{control}"}, placeholders, TransportKind::ipc};
    return judge_processes(cases, settings, 4, limits);
  }
  Finding finding(Case const& one, std::string mode, RunLimits const& limits = {}) {
    auto const results = judge({&one}, std::move(mode), limits);
    EXPECT_TRUE(results) << results.error().message;
    return results ? results->front().finding : Finding{Verdict::skip, "", "", {}, ""};
  }
  void expect_failure(Case const& one, std::string mode, std::string const& message) {
    Finding const found = finding(one, std::move(mode));
    EXPECT_EQ(found.verdict, Verdict::fail);
    EXPECT_EQ(found.message(), message);
  }

  std::string mark_;
};

TEST_F(JudgeProcesses, AGoodTesteePasses) {
  auto const results = judge({&hello_case, &end_case, &hello_case}, "good");
  ASSERT_TRUE(results);
  ASSERT_EQ(results->size(), 3U);
  for (CaseResult const& one : *results) EXPECT_EQ(one.finding, Finding{});
  EXPECT_EQ((*results)[1].which, &end_case);
}

TEST_F(JudgeProcesses, EachStartHasItsOwnValuesAndEnvironment) {
  setenv("OPERATOR", "ours", 1);
  static constexpr Placeholder words[] = {{"word", Placeholder::Kind::text, "/usual"}};
  ProcessSettings settings{
      {"/bin/sh", "-c", "echo started as $0; umask; env; echo all of it; sleep 600", "{word}"},
      words};
  settings.hidden_variables = {"OPERATOR"};
  auto const results = judge_processes({&start_case}, settings, 1);
  unsetenv("OPERATOR");
  ASSERT_TRUE(results);
  EXPECT_EQ(results->front().finding, Finding{});
}

TEST_F(JudgeProcesses, ATesteeThatHangsFails) {
  expect_failure(hello_case, "hang", "expected hello; came nothing");
}

TEST_F(JudgeProcesses, ATesteeThatStopsItselfFails) {
  expect_failure(hello_case, "stop-itself", "expected hello; came nothing");
}

TEST_F(JudgeProcesses, ATesteeThatIgnoresSigtermFailsAndEndsAllTheSame) {
  expect_failure(end_case, "ignore-sigterm", "expected its end; came nothing");
}

TEST_F(JudgeProcesses, ATesteeThatDiesFails) {
  expect_failure(hello_case, "die-at-once", "expected hello; came its end");
}

TEST_F(JudgeProcesses, ATesteeThatExitsFails) {
  expect_failure(hello_case, "exit-0", "expected hello; came its end");
}

TEST_F(JudgeProcesses, ATesteeThatPrints100MegabytesIsHeardOut) {
  EXPECT_EQ(finding(patient_case, "flood-stdout"), Finding{});
}

TEST_F(JudgeProcesses, ATesteeThatNeverStopsPrintingFails) {
  Finding const found = finding(hello_case, "flood-stdout-for-ever");
  EXPECT_EQ(found.message(), "expected hello; came nothing");
  EXPECT_LE(found.testee_output.size(), CapturedOutput::tail_max + 3);
  EXPECT_NE(found.testee_output.find("xxxx\n"), std::string::npos);
}

TEST_F(JudgeProcesses, ATesteeThatFloodsASocketFails) {
  expect_failure(patient_case, "flood-control",
                 "expected no more than 200000 messages; came a flood");
}

TEST_F(JudgeProcesses, ATesteeThatFloodsASocketWithLargeMessagesFails) {
  Finding const found = finding(hello_case, "flood-large");
  EXPECT_EQ(found.verdict, Verdict::fail);
}

TEST_F(JudgeProcesses, WhatATesteeLeavesBehindEndsWithItsCase) {
  EXPECT_EQ(finding(hello_case, "double-fork"), Finding{});
  EXPECT_EQ(marked_processes(mark_), 0U);
  EXPECT_EQ(finding(hello_case, "daemonize").verdict, Verdict::pass);
}

TEST_F(JudgeProcesses, ATesteeWithoutStdoutPasses) {
  EXPECT_EQ(finding(hello_case, "close-stdout"), Finding{});
}

TEST_F(JudgeProcesses, ACaseThatTakesTooLongIsInconclusiveAndLeavesNothingBehind) {
  RunLimits limits;
  limits.time = 3s;
  Finding const found = finding(endless_case, "double-fork", limits);
  EXPECT_EQ(found.verdict, Verdict::inconclusive);
  EXPECT_EQ(found.message(), "the case was ended: it took more than 3 s");
}

TEST_F(JudgeProcesses, MemoryIsBounded) {
  RunLimits limits;
  limits.memory_bytes = std::size_t{256} << 20;
  Finding const found = finding(greedy_case, "double-fork", limits);
  EXPECT_EQ(found.message(), "expected a bounded amount of data; came a flood");
}

TEST_F(JudgeProcesses, ACrashOfTheSuiteItselfIsInconclusive) {
  rlimit const none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  Finding const found = finding(crashing_case, "double-fork");
  EXPECT_EQ(found.verdict, Verdict::inconclusive);
}

class Interrupted : public JudgeProcesses, public testing::WithParamInterface<int> {};

/// Until nobody has the pipe's other end, which goes as a program is executed: whoever is about to
/// be a testee does not show our mark yet.
void wait_for_close(int read_end) {
  pollfd item{read_end, POLLIN, 0};
  EXPECT_EQ(poll(&item, 1, 30'000), 1);
}

TEST_P(Interrupted, ItLeavesNothingBehind) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  transport::Descriptor const read_end{ends[0]};
  transport::Descriptor write_end{ends[1]};
  pid_t const judging = fork();
  if (judging == 0) {
    auto const results = judge({&endless_case, &endless_case}, "double-fork");
    _exit(results ? 0 : 3);
  }
  auto const until_processes = [&](bool some) {
    auto const give_up_at = std::chrono::steady_clock::now() + 30s;
    while ((marked_processes(mark_) > 0) != some && std::chrono::steady_clock::now() < give_up_at) {
      usleep(10'000);
    }
  };
  write_end = {};
  until_processes(true);
  kill(judging, GetParam());
  int status = 0;
  waitpid(judging, &status, 0);
  wait_for_close(read_end.number());
  if (GetParam() != SIGKILL) {
    EXPECT_EQ(WEXITSTATUS(status), 3);
    EXPECT_EQ(marked_processes(mark_), 0U);
  }
  until_processes(false);
}

INSTANTIATE_TEST_SUITE_P(By, Interrupted, testing::Values(SIGINT, SIGTERM, SIGKILL),
                         [](auto const& test) { return "signal_" + std::to_string(test.param); });

TEST_F(JudgeProcesses, AProgramThatCannotBeExecutedIsNoVerdict) {
  std::string const path = testing::TempDir() + "no-program-" + std::to_string(getpid());
  std::ofstream{path} << "\x7f" << "ELF, but not really";
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  ProcessSettings const settings{{path}, placeholders, TransportKind::ipc};
  auto const results = judge_processes({&hello_case}, settings, 1);
  std::filesystem::remove(path);
  ASSERT_FALSE(results);
  EXPECT_EQ(results.error().message, "cannot execute \"" + path + "\": Exec format error");
}

TEST_F(JudgeProcesses, TcpWorksLikeIpc) {
  ProcessSettings const settings{
      {NASTY_TESTEE, "good", "{control}"}, placeholders, TransportKind::tcp};
  auto const results = judge_processes({&hello_case, &hello_case}, settings, 2);
  ASSERT_TRUE(results);
  EXPECT_EQ(results->front().finding, Finding{});
}

}  // namespace
}  // namespace drydock::conformance
