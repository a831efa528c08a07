#include "reference/moor/client/message_view.hpp"

#include <gtest/gtest.h>

#include "reference/machine/machine_driver.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_frames.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"

namespace drydock::moor::client {
namespace {

using namespace std::chrono_literals;

Uuid const client = *Uuid::parse("1a2b3c4d-0000-4000-8000-000000000001");

/// A machine that sends what it is told to, when it is started.
struct Mouth : Machine {
  void step(VirtualTime, Input const& input, Outbox& out) override {
    if (std::holds_alternative<Started>(input)) out = says;
  }
  Outbox says;
};

struct MessageViewTest : ::testing::Test {
  /// The lines that the view shows of a message, without their times.
  std::string shown_of(SocketName socket, Frames frames) {
    mouth.says = {Send{{socket}, std::move(frames)}};
    driver.input(Started{});
    return take();
  }
  std::string shown_of(HostClientToDaemonMessageUnion message) {
    return shown_of("rpc0",
                    request_frames(client, HostClientToDaemonMessage{std::move(message)}).value());
  }
  std::string heard(ClientEventUnion event) {
    driver.receive("events", event_frames(client, ClientEvent{std::move(event)}).value());
    return take();
  }
  std::string take() {
    std::string lines;
    for (Send const& send : driver.take_sent()) {
      if (send.to.socket != MessageView::messages) continue;
      std::string const line{drydock::text_of(send.frames.at(0))};
      EXPECT_EQ(line.substr(0, 17), "08:00:00.000000  ");
      lines += line.substr(17);
    }
    return lines;
  }

  SteadyWallClock clock{WallTime::from_unix(std::chrono::seconds{1'800'000'000})};
  Mouth mouth;
  MessageView view{mouth, clock};
  MachineDriver driver{view};
};

TEST_F(MessageViewTest, ShowsRequestsWithTheirSender) {
  EXPECT_EQ(shown_of(Detach{{"t"}, true}),
            "send  rpc0  client 1a2b3c4d: Detach(client_token bea4bbfe, disconnected)\n");
  auto const host =
      request_frames(client, HostToDaemonMessage{GetServerFeatures{}}, "the host's token");
  auto const text = shown_of("rpc1", host.value());
  EXPECT_EQ(text.find("send  rpc1  host 1a2b3c4d (token "), 0U) << text;
  EXPECT_EQ(text.find("the host's token"), std::string::npos) << text;
}

TEST_F(MessageViewTest, PassesOnWhatTheMachineSays) {
  mouth.says = {Send{{"rpc0"}, Frames{Frame{1}}}, SetTimer{TimerId{"t"}, VirtualTime{1s}}};
  Outbox out;
  view.step(VirtualTime{}, Started{}, out);
  ASSERT_EQ(out.size(), 3U);
  EXPECT_EQ(out[1], mouth.says[0]);
  EXPECT_EQ(out[2], mouth.says[1]);
}

TEST_F(MessageViewTest, ShowsRepliesAndEvents) {
  driver.receive("rpc0", reply_frames(ReplyResult{ClientSuccess{TaskSubmitted{7}}}).value());
  EXPECT_EQ(take(), "recv  rpc0  ClientSuccess(TaskSubmitted(7))\n");
  driver.receive("rpc", {Frame{}, encode(ReplyResult{ClientSuccess{TaskSubmitted{7}}}).value()});
  EXPECT_EQ(take(), "recv  rpc  ClientSuccess(TaskSubmitted(7))\n");
  EXPECT_EQ(heard(DisconnectEvent{}), "recv  events  client 1a2b3c4d: DisconnectEvent\n");
  driver.receive("events", {bytes_of("hosts"), Frame{1}});
  EXPECT_EQ(take().find("recv  events  hosts: no HostBroadcastEvent (1 bytes"), 0U);
}

TEST_F(MessageViewTest, ShowsSubscriptionsAndConnections) {
  Bytes topic = client.to_bytes();
  topic.insert(topic.begin(), 1);
  EXPECT_EQ(shown_of("events", {topic}), "send  events  subscribe to client 1a2b3c4d\n");
  EXPECT_EQ(shown_of("events", {bytes_of(std::string_view("\0broadcast", 10))}),
            "send  events  unsubscribe from \"broadcast\"\n");
  driver.input(PeerUp{{"rpc0"}});
  driver.input(PeerDown{{"rpc0"}, true});
  EXPECT_EQ(take(), "up    rpc0\ndown  rpc0  our key is refused\n");
}

TEST_F(MessageViewTest, OfEnrollmentsItShowsNoToken) {
  enrollment::EnrollmentRequest const asked{"secret-1", std::string(40, 'k'), "a-host",
                                            "here",     "secret-2",           client.text()};
  auto const request = shown_of("enrollment", {enrollment::encode(asked).value()});
  enrollment::EnrollmentResponse answer;
  answer.success = true;
  answer.service_token = "secret-3";
  driver.receive("enrollment", {enrollment::encode(answer).value()});
  auto const response = take();
  EXPECT_NE(request.find("EnrollmentRequest(enrollment_token "), std::string::npos) << request;
  EXPECT_NE(response.find("EnrollmentResponse(success, service_token "), std::string::npos);
  EXPECT_EQ((request + response).find("secret"), std::string::npos) << request << response;
}

// ST-12.
TEST_F(MessageViewTest, OfLoginsItShowsNoPassword) {
  LoginCommand login;
  login.connect_args = {"connect", "wizard", "hunter2"};
  auto const text = shown_of(login);
  EXPECT_NE(text.find("wizard"), std::string::npos) << text;
  EXPECT_EQ(text.find("hunter2"), std::string::npos) << text;
  Command const command{{"t"}, {"t"}, ObjId{0}, "@PassWord old hunter2"};
  auto const set = shown_of(command);
  EXPECT_NE(set.find("@PassWord <hidden>"), std::string::npos) << set;
  EXPECT_EQ(set.find("hunter2"), std::string::npos) << set;
}

TEST_F(MessageViewTest, WhileTheEchoIsOffNothingTypedIsShown) {
  Command const command{{"t"}, {"t"}, ObjId{0}, "hunter2"};
  RequestedInput const answer{{"t"}, {"t"}, client, Var{"hunter2"}};
  LoginCommand login;
  login.connect_args = {"hunter2"};
  heard(SetConnectionOptionEvent{ObjId{-4}, Symbol{"client-echo"}, Var{0}});
  auto const text = shown_of(command) + shown_of(answer) + shown_of(login);
  EXPECT_EQ(text.find("hunter2"), std::string::npos) << text;
  heard(SetConnectionOptionEvent{ObjId{-4}, Symbol{"client-echo"}, Var{1}});
  EXPECT_NE(shown_of(command).find("hunter2"), std::string::npos);
  EXPECT_NE(shown_of(answer).find("hunter2"), std::string::npos);
}

TEST_F(MessageViewTest, WhatIsNoMessageIsSaidToBeNone) {
  EXPECT_EQ(shown_of("rpc0", {Frame{1}}), "send  rpc0  1 frames of no known form\n");
  driver.receive("rpc0", {});
  EXPECT_EQ(take(), "recv  rpc0  0 frames of no known form\n");
  driver.receive("enrollment", {Frame{1, 2}});
  EXPECT_EQ(take().find("recv  enrollment  no EnrollmentResponse: "), 0U);
}

}  // namespace
}  // namespace drydock::moor::client
