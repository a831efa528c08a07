// A daemon, a worker and a person at a terminal as processes, over each transport and in the strict
// profile: what that person sees, and what `drydock eval` sees.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "program/child_process.hpp"
#include "reference/transport/transport_testing.hpp"

namespace drydock::program {
namespace {

using transport::Descriptor;
using transport::free_tcp_endpoint;
using transport::patience_max;
using transport::TemporaryDirectory;
using namespace std::chrono_literals;
using Command = std::vector<std::string>;

struct Way {
  bool tcp = false;
  bool strict = false;
};

std::string name_of(testing::TestParamInfo<Way> const& info) {
  return std::string(info.param.tcp ? "Tcp" : "Ipc") + (info.param.strict ? "Strict" : "");
}

class ConnectTest : public testing::TestWithParam<Way> {
 protected:
  void SetUp() override {
    for (int attempt = 0; attempt < 10; ++attempt) {
      choose_endpoints();  // Somebody else may have been given a port since we saw it free.
      Command command{DRYDOCK_PROGRAM,
                      "daemon",
                      "--rpc-listen",
                      rpc_,
                      "--events-listen",
                      events_,
                      "--workers-request-listen",
                      dispatch_,
                      "--workers-response-listen",
                      control_,
                      "--enrollment-listen",
                      enrollment_,
                      "--callers-listen",
                      directory_.ipc("callers"),
                      "--data-dir",
                      path("daemon"),
                      "--enrollment-token-file",
                      path("token"),
                      "--private-key",
                      path("private.pem"),
                      "--public-key",
                      path("public.pem"),
                      "--ping-period",
                      "0.5",
                      "--log-level",
                      "debug"};
      if (GetParam().strict) {
        command.insert(command.end(),
                       {"--profile", "strict", "--generate-keypair", "--worker-token-lifetime", "3",
                        "--host-token-lifetime", "3", "--client-token-lifetime", "3",
                        "--auth-token-lifetime", "3"});
      }
      daemon_.emplace(command, path("."));
      while (daemon_->running()) {
        if (eval("1", {"--wait", "2"}).out == "1\n") return;
      }
    }
    FAIL() << "the daemon does not start: " << daemon_->wait(patience_max)->err;
  }

  void choose_endpoints() {
    for (auto* endpoint : {&rpc_, &events_, &dispatch_, &control_, &enrollment_}) {
      auto const name = "socket" + std::to_string(names_++);
      *endpoint = GetParam().tcp ? free_tcp_endpoint() : directory_.ipc(name);
    }
  }

  Command client(std::string const& verb) const {
    return {DRYDOCK_PROGRAM,           verb,          "--rpc-address",        rpc_,
            "--events-address",        events_,       "--enrollment-address", enrollment_,
            "--enrollment-token-file", path("token"), "--data-dir",           path("client")};
  }
  Ended eval(std::string const& expression, Command const& flags = {}) const {
    Command command = client("eval");
    command.push_back(expression);
    command.insert(command.end(), flags.begin(), flags.end());
    return run_process(std::move(command), path("."));
  }
  Command connecting(std::string const& input, Command const& flags) const {
    Command command{"/bin/sh", "-c", "input=\"$0\"; exec \"$@\" < \"$input\"", input};
    for (auto const& word : client("connect")) command.push_back(word);
    if (GetParam().strict) command.insert(command.end(), {"--profile", "strict"});
    command.insert(command.end(), flags.begin(), flags.end());
    return command;
  }
  /// What becomes of somebody who types that, and nothing more.
  Ended connect(std::string const& typed, Command const& flags = {}) const {
    std::ofstream{path("typed")} << typed;
    return run_process(connecting(path("typed"), flags), path("."));
  }
  ChildProcess start_worker() const {
    Command command{DRYDOCK_PROGRAM,
                    "worker",
                    "--type",
                    "echo",
                    "--workers-request-address",
                    dispatch_,
                    "--workers-response-address",
                    control_,
                    "--enrollment-address",
                    enrollment_,
                    "--enrollment-token-file",
                    path("token"),
                    "--data-dir",
                    path("worker")};
    if (GetParam().strict) command.insert(command.end(), {"--profile", "strict"});
    return ChildProcess{std::move(command), path(".")};
  }
  std::string path(std::string const& name) const { return directory_.path(name); }

  TemporaryDirectory directory_;
  int names_ = 0;
  std::string rpc_;
  std::string events_;
  std::string dispatch_;
  std::string control_;
  std::string enrollment_;
  std::optional<ChildProcess> daemon_;
};

/// Somebody who types into a pipe, and reads the file that holds what was shown.
class Person {
 public:
  Person(Command command, std::string const& pipe, std::string const& shown,
         std::string const& home)
      : shown_(shown) {
    command[2] += " > \"" + shown + "\"";
    process_.emplace(std::move(command), home);
    keyboard_ = Descriptor{open(pipe.c_str(), O_WRONLY)};
  }
  void type(std::string const& line) const {
    std::string const text = line + "\n";
    EXPECT_EQ(write(keyboard_.number(), text.data(), text.size()),
              static_cast<ssize_t>(text.size()));
  }
  /// Whether that comes to be shown, after what was seen before.
  bool sees(std::string const& text) {
    auto const end = std::chrono::steady_clock::now() + patience_max;
    while (std::chrono::steady_clock::now() < end) {
      std::ostringstream shown;
      shown << std::ifstream{shown_, std::ios::binary}.rdbuf();
      auto const at = shown.str().find(text, seen_);
      if (at != std::string::npos) {
        seen_ = at + text.size();
        return true;
      }
      if (process_->wait(20ms)) return false;
    }
    return false;
  }
  void stop_typing() { keyboard_ = Descriptor{}; }
  ChildProcess& process() { return *process_; }

 private:
  std::string shown_;
  std::size_t seen_ = 0;
  std::optional<ChildProcess> process_;
  Descriptor keyboard_;
};

TEST_P(ConnectTest, WhatIsPipedInIsDoneInOrder) {
  auto const worker = start_worker();
  auto const end = std::chrono::steady_clock::now() + patience_max;
  while (eval("length(workers())").out != "1\n" && std::chrono::steady_clock::now() < end) {
  }
  auto const ended = connect(
      "connect wizard\n"
      "look\n"
      "say a line\n"
      ";{1, \"two\"}\n"
      ";1 + ) 2\n"
      ";1 / 0\n"
      "echo Hello 123\n"
      "prompt Who?\n"
      "It is I.\n"
      ";worker_request(\"echo\", {\"Hello\", \"World\", 123})");
  EXPECT_EQ(ended.code, 0) << ended.err << daemon_->log();
  std::size_t at = 0;
  for (auto const* expected :
       {"*** Connected ***\n", "You say, \"a line\"\n", "=> {1, \"two\"}\n",
        "Line 1, column 6: ", "Division by zero", "Who?\n", "You answered \"It is I.\".\n",
        "=> {\"echo_response\", \"Hello\", \"World\", 123}\n"}) {
    at = ended.out.find(expected, at);
    ASSERT_NE(at, std::string::npos) << expected << "is not where it should be in\n" << ended.out;
  }
  // Whoever waits for a worker is waited for at the end, but not by what is typed meanwhile.
  EXPECT_NE(ended.out.find("{\"echo_response\", \"Hello\", \"123\"}\n"), std::string::npos)
      << ended.out;
}

TEST_P(ConnectTest, ShowsEachMessageAndNoSecret) {
  auto const ended =
      connect("connect wizard hunter2\nconnect wizard\n@password hunter2\n", {"--show-messages"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  for (auto const* expected :
       {"  send  rpc0  host ", "RegisterHost(", "  send  events  subscribe to client ",
        "ConnectionEstablish(", "NewConnection(", "LoginCommand(", "<hidden>", "LoginResult(",
        "Command(", "TaskSubmitted(", "  recv  events  client ", "DetachHost("}) {
    EXPECT_NE(ended.err.find(expected), std::string::npos) << expected << " in\n" << ended.err;
  }
  for (auto const* secret : {"hunter2", "v4.public."}) {
    EXPECT_EQ(ended.err.find(secret), std::string::npos) << ended.err;
  }
}

TEST_P(ConnectTest, LogsInByItselfOrSaysThatItCannot) {
  auto const let_in = connect(";player.name\n", {"--player", "wizard"});
  EXPECT_EQ(let_in.code, 0) << let_in.err;
  EXPECT_NE(let_in.out.find("=> \"Wizard\"\n"), std::string::npos) << let_in.out;
  auto const nobody = connect("look\n", {"--player", "nobody"});
  EXPECT_EQ(nobody.code, 2);
  EXPECT_NE(nobody.err.find("the daemon does not let us in"), std::string::npos) << nobody.err;
}

TEST_P(ConnectTest, SurvivesTheEndOfItsFirstTokens) {
  ASSERT_EQ(mkfifo(path("keyboard").c_str(), 0600), 0);
  Person person{connecting(path("keyboard"), {"--player", "wizard"}), path("keyboard"),
                path("shown"), path(".")};
  ASSERT_TRUE(person.sees("*** Connected ***\n")) << person.process().log();
  auto const lasts = GetParam().strict ? 8s : 1s;  // Of tokens that last 3 s.
  auto const end = std::chrono::steady_clock::now() + lasts;
  for (int number = 0; std::chrono::steady_clock::now() < end; ++number) {
    auto const text = std::to_string(number);
    person.type("nap 0.3");
    ASSERT_TRUE(person.sees("You wake up.\n")) << person.process().log() << daemon_->log();
    person.type(";" + text + " + 1000000");
    auto const shown = std::to_string(number + 1000000);
    ASSERT_TRUE(person.sees("=> " + shown)) << person.process().log();
  }
  person.stop_typing();
  auto const ended = person.process().wait(patience_max);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, 0) << ended->err;
}

TEST_P(ConnectTest, AnEvaluationOutlivesItsTokens) {
  auto const value = eval(GetParam().strict ? "suspend(7); return 1;" : "suspend(0.1); return 1;");
  EXPECT_EQ(value.out, "1\n") << value.err << daemon_->log();
}

TEST_P(ConnectTest, EvalSaysWhereItWasTyped) {
  auto const first = eval("1 + ) 2");
  EXPECT_EQ(first.code, 1);
  EXPECT_EQ(first.err.find("Line 1, column 5: "), 0U) << first.err;
  auto const second = eval("{1,\n  2 + ) }");
  EXPECT_EQ(second.err.find("Line 2, column 7: "), 0U) << second.err;
  auto const missing = eval("1 +");
  EXPECT_EQ(missing.err.find("Line 1, column 4: "), 0U) << missing.err;
  EXPECT_EQ(eval("1 + 1 // two").out, "2\n");
  EXPECT_EQ(eval("if (1)\n  return 3;\nendif").out, "3\n");
}

TEST_P(ConnectTest, IsStoppedInGoodOrder) {
  ASSERT_EQ(mkfifo(path("keyboard").c_str(), 0600), 0);
  Person person{connecting(path("keyboard"), {"--player", "alice"}), path("keyboard"),
                path("shown"), path(".")};
  ASSERT_TRUE(person.sees("*** Connected ***\n")) << person.process().log();
  EXPECT_EQ(eval("length(connected_players())").out, "2\n") << "she, and who asks";
  person.process().signal(SIGTERM);
  auto const ended = person.process().wait(patience_max);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, 0) << ended->err;
  EXPECT_EQ(eval("length(connected_players())").out, "1\n");
}

INSTANTIATE_TEST_SUITE_P(Ways, ConnectTest,
                         testing::Values(Way{}, Way{true, false}, Way{false, true},
                                         Way{true, true}),
                         name_of);

TEST(Connect, WithoutADaemonSaysSo) {
  TemporaryDirectory const directory;
  auto const ended = run_process(
      {DRYDOCK_PROGRAM, "connect", "--rpc-address", directory.ipc("rpc"), "--wait", "0.1"},
      directory.path("."));
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("there is no daemon at ipc://"), std::string::npos) << ended.err;
}

}  // namespace
}  // namespace drydock::program
