#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "program/child_process.hpp"
#include "reference/transport/transport_testing.hpp"

namespace drydock::program {
namespace {

using Command = std::vector<std::string>;

class ConformVerb : public testing::Test {
 protected:
  Ended conform(Command command) {
    command.insert(command.begin(), {DRYDOCK_PROGRAM, "conform"});
    return run_process(command, directory_.path("."));
  }
  void expect_refused(Command const& command, std::string const& named) {
    auto const ended = conform(command);
    EXPECT_EQ(ended.code, 2) << named;
    EXPECT_EQ(ended.out, "") << named;
    EXPECT_NE(ended.err.find(named), std::string::npos) << ended.err;
  }
  std::string read(std::string const& name) {
    std::ifstream file{directory_.path(name)};
    return {std::istreambuf_iterator<char>{file}, {}};
  }
  transport::TemporaryDirectory directory_;
};

/// Our own worker as somebody's process.
Command worker(Command const& more = {}) {
  Command command{"--",        DRYDOCK_PROGRAM,
                  "worker",    "--workers-request-address",
                  "{request}", "--workers-response-address",
                  "{response}"};
  command.insert(command.end(), more.begin(), more.end());
  return command;
}

/// The same over tcp, with all that it needs to enroll.
Command enrolling_worker(Command const& more = {}) {
  Command command = worker({"--enrollment-address", "{enrollment}", "--enrollment-token-file",
                            "{token_file}", "--data-dir", "{data_dir}"});
  command.insert(command.end(), more.begin(), more.end());
  return command;
}

Command joined(Command flags, Command const& command) {
  flags.insert(flags.end(), command.begin(), command.end());
  return flags;
}

TEST_F(ConformVerb, AMistakeIsNamedAndNothingRuns) {
  expect_refused({"captain", "--", "true"}, "\"captain\" is no role");
  expect_refused({"worker"}, "what is to be judged?");
  expect_refused({"worker", "--", "no-such-program-anywhere"},
                 "there is no program \"no-such-program-anywhere\" along PATH");
  expect_refused({"worker", "--", "true", "{requset}"}, "unknown placeholder {requset}");
  expect_refused({"worker", "--service", "tea", "--", "true"}, "--service: \"tea\"");
  expect_refused({"worker", "--profile", "strictest", "--", "true"}, "--profile: \"strictest\"");
  expect_refused({"worker", "--transport", "smoke", "--", "true"}, "--transport: \"smoke\"");
  expect_refused({"worker", "--case", "no.such.case", "--", "true"}, "no case matches");
  expect_refused({"worker", "--testee", "daemon"}, "--testee: \"daemon\"");
  expect_refused({"worker", "--testee", "worker", "--", "true"}, "not both");
  expect_refused({"worker", "--fix", "--", "true"}, "--fix needs --expectations");
  expect_refused({"worker", "-j", "0", "--", "true"}, "--jobs");
}

TEST_F(ConformVerb, ADaemonIsARoleOfItsOwn) {
  auto const list = conform({"daemon", "--list", "--json", "--profile", "strict"});
  ASSERT_EQ(list.code, 0) << list.err;
  auto const cases = nlohmann::json::parse(list.out).at("cases");
  EXPECT_EQ(cases.at(0).at("id"), "daemon.reply.one-frame");
  expect_refused({"daemon", "--testee", "worker"}, "--testee: \"worker\"");
  expect_refused({"daemon", "--transport", "tcp", "--", "true"}, "{enrollment}");
  auto const judged = conform({"daemon",
                               "--transport",
                               "tcp",
                               "--case",
                               "daemon.attach.*",
                               "--",
                               DRYDOCK_PROGRAM,
                               "daemon",
                               "--workers-only",
                               "--workers-request-listen",
                               "{request}",
                               "--workers-response-listen",
                               "{response}",
                               "--enrollment-listen",
                               "{enrollment}",
                               "--enrollment-token-file",
                               "{token_file}",
                               "--data-dir",
                               "{data_dir}",
                               "--callers-listen",
                               "ipc://{scratch_dir}/callers.sock"});
  EXPECT_EQ(judged.code, 0) << judged.out << judged.err;
  EXPECT_NE(judged.out.find("1 passed"), std::string::npos) << judged.out;
}

TEST_F(ConformVerb, TheListHasEveryCaseWithItsOrigin) {
  auto const ended = conform({"worker", "--list", "--json"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  auto const cases = nlohmann::json::parse(ended.out).at("cases");
  ASSERT_GE(cases.size(), 60U);
  EXPECT_EQ(cases.at(0).at("id"), "worker.frames.two");
  EXPECT_EQ(cases.at(0).at("source"), "W-01");
  EXPECT_EQ(cases.at(0).at("needs"), "opaque");
  auto const text =
      conform({"worker", "--list", "--profile", "compatible", "--case", "worker.id.*"});
  EXPECT_EQ(text.code, 0);
  EXPECT_NE(text.out.find("worker.id.unique"), std::string::npos);
  auto const modes = conform({"worker", "--list", "--case", "worker.enroll.key-mode"});
  EXPECT_NE(modes.out.find("EN-22, must, compatible; needs opaque, secured links, a process)"),
            std::string::npos)
      << modes.out;
}

TEST_F(ConformVerb, AGoodProcessPassesOnEitherTransport) {
  auto const ipc = conform(joined({"worker", "--case", "worker.id.*"}, worker()));
  EXPECT_EQ(ipc.code, 0) << ipc.out << ipc.err;
  EXPECT_NE(ipc.out.find("3 passed, 0 failed"), std::string::npos) << ipc.out;
  Command const flags{"worker", "--case", "worker.id.constant", "--transport", "tcp"};
  auto const clear = conform(joined(joined(flags, {"--insecure"}), worker({"--insecure"})));
  EXPECT_EQ(clear.code, 0) << clear.out << clear.err;
  auto const secure = conform(joined(flags, enrolling_worker()));
  EXPECT_EQ(secure.code, 0) << secure.out << secure.err;
}

TEST_F(ConformVerb, TcpIsSecureUnlessSomebodySaysOtherwise) {
  expect_refused(joined({"worker", "--transport", "tcp"}, worker()),
                 "the command needs {enrollment}, or conform needs --insecure");
}

TEST_F(ConformVerb, AFailureIsToldWithItsBytes) {
  Command const flags{"worker", "--case",  "worker.payload.root",
                      "--json", "--junit", directory_.path("junit.xml")};
  auto const ended = conform(joined(flags, worker({"--defect", "size-prefix"})));
  EXPECT_EQ(ended.code, 1) << ended.err;
  auto const report = nlohmann::json::parse(ended.out);
  EXPECT_EQ(report.at("transport"), "ipc");
  auto const& failed = report.at("cases").at(0);
  EXPECT_EQ(failed.at("verdict"), "fail");
  EXPECT_EQ(failed.at("message"),
            "expected a payload that is a WorkerToDaemonMessage; came another");
  EXPECT_FALSE(failed.at("evidence").at(0).at("hex").get<std::string>().empty());
  EXPECT_NE(read("junit.xml").find("failures=\"1\""), std::string::npos);
}

TEST_F(ConformVerb, OurWorkerIsJudgedInVirtualTime) {
  auto const good = conform({"worker", "--testee", "worker", "--service", "test"});
  EXPECT_EQ(good.code, 0) << good.out;
  EXPECT_NE(good.out.find(" 0 failed, 0 inconclusive, "), std::string::npos) << good.out;
  auto const bad = conform({"worker", "--testee", "worker", "--defect", "double-pong"});
  EXPECT_EQ(bad.code, 1);
  EXPECT_NE(bad.out.find("fail: worker.ping.one-pong (W-08, must, compatible)"), std::string::npos)
      << bad.out;
}

TEST_F(ConformVerb, WhatNeedsCurveOrAProcessIsSkippedWithoutIt) {
  Command const flags{"worker", "--testee", "worker", "--json", "--case", "worker.enroll.key-*"};
  auto const reason = [&](Command const& more, std::size_t at) {
    auto const cases = nlohmann::json::parse(conform(joined(flags, more)).out).at("cases");
    return cases.at(at).at("verdict").get<std::string>() + ": " +
           cases.at(at).at("message").get<std::string>();
  };
  EXPECT_EQ(reason({}, 2), "skip: needs --transport tcp without --insecure");
  EXPECT_EQ(reason({"--transport", "tcp"}, 0), "skip: needs a process");
  EXPECT_EQ(reason({"--transport", "tcp"}, 2), "pass: ");
}

TEST_F(ConformVerb, TheStrictProfileIsJudgedInVirtualTimeToo) {
  auto const ended = conform({"worker", "--testee", "worker", "--transport", "tcp", "--profile",
                              "strict", "--service", "test"});
  EXPECT_EQ(ended.code, 0) << ended.out;
  EXPECT_NE(ended.out.find("strict:     0 of 6 failed"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find(" 0 failed, 0 inconclusive, 5 skipped"), std::string::npos) << ended.out;
}

TEST_F(ConformVerb, OurDaemonIsJudgedInVirtualTime) {
  auto const in_the_clear = conform({"daemon", "--testee", "daemon"});
  EXPECT_EQ(in_the_clear.code, 0) << in_the_clear.out;
  EXPECT_NE(in_the_clear.out.find(" 0 failed, 0 inconclusive, "), std::string::npos);
  Command const secured{"daemon", "--testee", "daemon", "--transport", "tcp"};
  auto const robust = conform(secured);
  EXPECT_EQ(robust.code, 0) << robust.out;
  EXPECT_NE(robust.out.find(" 0 failed, 0 inconclusive, "), std::string::npos) << robust.out;
  auto const strict = conform(joined(secured, {"--profile", "strict"}));
  EXPECT_EQ(strict.code, 0) << strict.out;
  EXPECT_NE(strict.out.find("strict:     0 of 16 failed"), std::string::npos) << strict.out;
  EXPECT_EQ(conform(joined(secured, {"--defect", "no-pings"})).code, 1);
  auto const bad = conform(joined(
      secured, {"--profile", "strict", "--case", "token.time.*", "--defect", "nbf-ignored"}));
  EXPECT_EQ(bad.code, 1);
  EXPECT_NE(bad.out.find("fail: token.time.early (ST-01, must, strict)"), std::string::npos)
      << bad.out;
}

TEST_F(ConformVerb, ADefectIsOfTheRoleThatIsJudged) {
  expect_refused({"daemon", "--testee", "daemon", "--defect", "double-pong"},
                 "--defect: there is no defect 'double-pong'");
  expect_refused({"worker", "--testee", "worker", "--defect", "no-pings"},
                 "--defect: there is no defect 'no-pings'");
  expect_refused({"worker", "--defect", "double-pong", "--", "true"},
                 "--defect is for --testee; give it to your own command");
}

TEST_F(ConformVerb, WhatTheServiceDoesNotOfferIsSkipped) {
  auto const ended = conform(
      {"worker", "--testee", "worker", "--case", "worker.timeout.*", "--service", "opaque"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_NE(ended.out.find("0 passed, 0 failed, 0 inconclusive, 3 skipped"), std::string::npos)
      << ended.out;
}

TEST_F(ConformVerb, KnownFailuresAreNoNews) {
  std::string const file = directory_.path("known.txt");
  Command const bad{"worker",   "--testee",    "worker",         "--case", "worker.ping.*",
                    "--defect", "double-pong", "--expectations", file};
  EXPECT_EQ(conform(bad).code, 2) << "there is no such file yet";
  EXPECT_EQ(conform(joined(bad, {"--fix"})).code, 0);
  EXPECT_EQ(conform(bad).code, 0);
  auto const mended =
      conform({"worker", "--testee", "worker", "--case", "worker.ping.*", "--expectations", file});
  EXPECT_EQ(mended.code, 1);
  EXPECT_NE(mended.err.find("worker.ping.one-pong passes, but is listed"), std::string::npos)
      << mended.err;
}

}  // namespace
}  // namespace drydock::program
