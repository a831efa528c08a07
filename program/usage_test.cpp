#include <gtest/gtest.h>

#include <fstream>

#include "program/child_process.hpp"
#include "reference/transport/transport_testing.hpp"

namespace drydock::program {
namespace {

using Command = std::vector<std::string>;

class Usage : public testing::Test {
 protected:
  Ended drydock(Command command) {
    command.insert(command.begin(), DRYDOCK_PROGRAM);
    return run_process(command, directory_.path("."));
  }
  /// Expects a mistake that is named on stderr.
  void expect_refused(Command const& command, std::string const& named) {
    auto const ended = drydock(command);
    EXPECT_EQ(ended.code, 2) << named;
    EXPECT_EQ(ended.out, "") << named;
    EXPECT_NE(ended.err.find(named), std::string::npos) << ended.err;
  }
  transport::TemporaryDirectory directory_;
};

TEST_F(Usage, HelpGoesToStdout) {
  for (auto const& command :
       {Command{"--help"}, Command{"daemon", "--help"}, Command{"worker", "--help"},
        Command{"request", "--help"}, Command{"decode", "--help"}}) {
    auto const ended = drydock(command);
    EXPECT_EQ(ended.code, 0) << command.front();
    EXPECT_NE(ended.out.find("Usage: drydock"), std::string::npos) << ended.out;
    EXPECT_EQ(ended.err, "") << command.front();
  }
}

TEST_F(Usage, VersionsAreOursAndLibzmqs) {
  auto const ended = drydock({"--version"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_TRUE(ended.out.starts_with("drydock ")) << ended.out;
  EXPECT_NE(ended.out.find("\nlibzmq 4."), std::string::npos) << ended.out;
}

TEST_F(Usage, AMistakeIsNamedAndNothingRuns) {
  expect_refused({}, "Usage: drydock VERB");
  expect_refused({"sail"}, "unknown verb \"sail\"");
  expect_refused({"--sail"}, "unknown flag \"--sail\"");
  expect_refused({"daemon", "--sail"}, "--sail");
  expect_refused({"daemon", "port"}, "port");
  expect_refused({"daemon", "--profile", "strictest"}, "--profile: \"strictest\"");
  expect_refused({"daemon", "--log-level", "loud"}, "--log-level: log level \"loud\"");
  expect_refused({"daemon", "--defect", "rust"}, "--defect: there is no defect 'rust'");
  expect_refused({"daemon", "--ping-period", "0"}, "--ping-period: \"0\"");
  expect_refused({"daemon", "--ping-period", "nan"}, "--ping-period: \"nan\"");
  expect_refused({"worker", "--service", "tea"}, "--service: \"tea\"");
  expect_refused({"worker", "--concurrency", "-1"}, "--concurrency: \"-1\"");
  expect_refused({"worker", "--concurrency", "0"}, "--concurrency");
  expect_refused({"request"}, "TYPE is required");
  expect_refused({"request", "echo", "{1, "}, "argument {1, ");
  expect_refused({"request", "echo", "--perms", "wizard"}, "--perms: \"wizard\"");
  expect_refused({"request", "echo", "--timeout", "soon"}, "--timeout: \"soon\"");
  expect_refused({"shrink"}, "it takes one scenario");
  expect_refused({"shrink", directory_.path("none")}, "none: cannot read it");
  expect_refused({"decode"}, "FILE is required");
  expect_refused({"decode", directory_.path("none")}, "No such file or directory");
  expect_refused({"decode", "--as", "Ship", "/dev/null"}, "--as: \"Ship\"");
}

// The workers' endpoints are CURVE on tcp; the callers' have no such thing.
TEST_F(Usage, CallersOnTcpNeedInsecure) {
  expect_refused(
      {"daemon", "--callers-listen", "tcp://127.0.0.1:7896"},
      "--callers-listen: endpoint \"tcp://127.0.0.1:7896\": tcp in the clear is refused");
  expect_refused({"request", "echo", "--callers-address", "tcp://127.0.0.1:7897"}, "--insecure");
}

TEST_F(Usage, TrustIsCheckedBeforeAnythingRuns) {
  expect_refused(
      {"worker", "--workers-request-address", "tcp://127.0.0.1:7896", "--daemon-key", "short"},
      "--daemon-key: a CURVE key has 40");
  expect_refused({"daemon", "--workers-only", "--workers-request-listen", "tcp://127.0.0.1:7896",
                  "--data-dir", "/dev/null/x", "--enrollment-token-file", directory_.path("token")},
                 "/dev/null");
}

TEST_F(Usage, EndpointsAreCheckedBeforeAnythingRuns) {
  expect_refused({"daemon", "--callers-listen", "ipc:///tmp/a,ipc:///tmp/b"}, "this is a list");
  expect_refused({"worker", "--workers-request-address", "ipc:///" + std::string(107, 'x')},
                 "108 bytes");
  expect_refused({"daemon", "--workers-response-listen", "inproc://x"}, "\"inproc://x\"");
  expect_refused({"daemon", "--workers-only", "--workers-request-listen",
                  "ipc://" + directory_.path("no/where")},
                 "No such file or directory");
}

class Decoding : public Usage {
 protected:
  /// The sample of workers 2.6.
  std::string attach_ =
      "0c00000008000c000700080008000000000000010c00000008000c0004000800080000002000000004000000"
      "eeffffff04000000040000006563686f000006000800040006000000040000001000000000112233445566778899"
      "aabbccddeeff";
  std::string file(std::string const& text) {
    auto const path = directory_.path("payload");
    std::ofstream{path, std::ios::binary} << text;
    return path;
  }
};

TEST_F(Decoding, AMessageIsSaidAsText) {
  auto const ended =
      drydock({"decode", "--hex", "--as", "WorkerToDaemonMessage", file(attach_ + "\n")});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, "WorkerToDaemonMessage: AttachWorker(worker 00112233, type \"echo\")\n");
}

TEST_F(Decoding, AMessageIsSaidAsJson) {
  auto const ended =
      drydock({"decode", "--hex", "--json", "--as", "WorkerToDaemonMessage", file(attach_)});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out,
            "{\"root\":\"WorkerToDaemonMessage\",\"valid\":true,\"message\":{\"message\":"
            "{\"AttachWorker\":{\"worker_id\":\"00112233-4455-6677-8899-aabbccddeeff\","
            "\"worker_type\":\"echo\"}}}}\n");
}

TEST_F(Decoding, MessagesOfClientsAreSaidWithoutTheirTokens) {
  auto const detach = file(
      "0c00000008000c000700080008000000000000150c00000008000e000800070008000000000000010c0000000000"
      "06000800040006000000040000000100000074000000");
  auto const text = drydock({"decode", "--hex", "--as", "HostClientToDaemonMessage", detach});
  EXPECT_EQ(text.code, 0) << text.err;
  EXPECT_EQ(text.out, "HostClientToDaemonMessage: Detach(client_token bea4bbfe, disconnected)\n");
  auto const json =
      drydock({"decode", "--hex", "--json", "--as", "HostClientToDaemonMessage", detach});
  EXPECT_EQ(json.out,
            "{\"root\":\"HostClientToDaemonMessage\",\"valid\":true,\"message\":{\"message\":"
            "{\"Detach\":{\"client_token\":{\"digest\":\"bea4bbfe\"},\"disconnected\":true}}}}\n");
}

TEST_F(Decoding, WithoutARootAllThatItCanBeIsSaid) {
  auto const ended =
      drydock({"decode", "--hex",
               file("0c00000008000c00070008000800000000000001080000000400040004000000")});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(ended.out.find("DaemonToWorkerMessage: PingWorkers\n"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("DaemonToWorkerReply: WorkerAck\n"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("ClientsBroadcastEvent: ClientsBroadcastPingPong(0)\n"),
            std::string::npos)
      << ended.out;
}

TEST_F(Decoding, WhatIsInvalidIsSaidWithItsPlace) {
  auto const cut = file(attach_.substr(0, 100));
  auto const text = drydock({"decode", "--hex", "--as", "WorkerToDaemonMessage", cut});
  EXPECT_EQ(text.code, 1);
  EXPECT_TRUE(text.out.starts_with("WorkerToDaemonMessage: invalid: message.AttachWorker"))
      << text.out;
  EXPECT_NE(text.out.find("at byte "), std::string::npos) << text.out;
  auto const json = drydock({"decode", "--hex", "--json", "--as", "WorkerToDaemonMessage", cut});
  EXPECT_EQ(json.code, 1);
  EXPECT_NE(json.out.find("\"valid\":false,\"path\":\"message.AttachWorker"), std::string::npos)
      << json.out;
}

TEST_F(Decoding, AnEmptyFileIsNoMessageOfAnyKind) {
  auto const ended = drydock({"decode", file("")});
  EXPECT_EQ(ended.code, 1);
  for (auto const* root :
       {"WorkerToDaemonMessage", "DaemonToWorkerMessage", "DaemonToWorkerReply", "CallerRequest",
        "CallerReply", "MessageType", "ReplyResult", "ClientEvent", "HostBroadcastEvent"}) {
    EXPECT_NE(ended.out.find(std::string(root) + ": invalid: "), std::string::npos) << ended.out;
  }
}

}  // namespace
}  // namespace drydock::program
