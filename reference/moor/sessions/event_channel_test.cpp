#include "reference/moor/sessions/event_channel.hpp"

#include <gtest/gtest.h>

#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/sessions/test_sessions.hpp"

namespace drydock::moor::sessions {
namespace {

using namespace std::chrono_literals;

Uuid const listener{{0xc1}};

struct EventChannelTest : testing::Test {
  void hear(std::uint8_t kind, ByteView topic) {
    Frame message{kind};
    message.insert(message.end(), topic.begin(), topic.end());
    channel.on_received(Received{{"events"}, {message}}, out);
  }
  /// The events of the listener that went out, by the tags of their union, since the last look.
  std::vector<std::size_t> sent() {
    std::vector<std::size_t> events;
    for (Output const& output : out) {
      auto const* send = std::get_if<Send>(&output);
      if (send == nullptr) continue;
      EXPECT_EQ(send->frames.at(0), listener.to_bytes());
      events.push_back(decode_client_event(send->frames.at(1)).value().event.index());
    }
    out.clear();
    return events;
  }
  std::size_t index(ClientEventUnion const& event) { return event.index(); }

  EventChannel channel{EventChannel::Settings{}};
  Outbox out;
};

// EV-18.
TEST_F(EventChannelTest, TheFirstEventsWaitForTheSubscription) {
  channel.client_arrived({}, listener, out);
  channel.publish(listener, TaskSuspendedEvent{1}, out);
  channel.publish(listener, DisconnectEvent{}, out);
  EXPECT_TRUE(sent().empty());
  hear(1, listener.bytes);
  EXPECT_EQ(sent(), (std::vector{index(TaskSuspendedEvent{}), index(DisconnectEvent{})}));
  channel.publish(listener, TaskSuspendedEvent{2}, out);
  EXPECT_EQ(sent().size(), 1u);
}

TEST_F(EventChannelTest, TheyWaitNoLongerThanASecond) {
  channel.client_arrived(VirtualTime{5s}, listener, out);
  EXPECT_EQ(std::get<SetTimer>(out.at(0)).at, VirtualTime{6s});
  channel.publish(listener, TaskSuspendedEvent{1}, out);
  channel.on_timer({"hold", listener}, out);
  EXPECT_EQ(sent().size(), 1u);
}

TEST_F(EventChannelTest, ThoseOfAClientOfBeforeARestartWaitLonger) {
  channel.client_returns(VirtualTime{5s}, listener, out);
  EXPECT_EQ(std::get<SetTimer>(out.at(0)).at, VirtualTime{15s});
  channel.publish(listener, TaskSuspendedEvent{1}, out);
  EXPECT_TRUE(sent().empty());
  hear(1, listener.bytes);
  EXPECT_EQ(sent().size(), 1u);
}

TEST_F(EventChannelTest, AHostThatHeardBeforeTheClientCameIsNotKeptWaiting) {
  hear(1, ByteView{listener.bytes}.first(3));  // Any prefix will do.
  channel.client_arrived({}, listener, out);
  channel.publish(listener, TaskSuspendedEvent{1}, out);
  EXPECT_EQ(sent().size(), 1u);
}

TEST_F(EventChannelTest, ASubscriptionToEverythingFreesEverybody) {
  channel.client_arrived({}, listener, out);
  channel.publish(listener, TaskSuspendedEvent{1}, out);
  hear(1, {});
  EXPECT_EQ(sent().size(), 1u);
}

TEST_F(EventChannelTest, AnEndedSubscriptionIsNoneForTheNextClient) {
  hear(1, listener.bytes);
  hear(0, listener.bytes);
  channel.client_arrived({}, listener, out);
  channel.publish(listener, TaskSuspendedEvent{1}, out);
  EXPECT_TRUE(sent().empty());
}

TEST_F(EventChannelTest, OneThatNeverSubscribesDoesNotFillTheMemory) {
  EventChannel small{{.held_events_max = 3}};
  small.client_arrived({}, listener, out);
  for (int i = 0; i < 4; ++i) small.publish(listener, TaskSuspendedEvent{}, out);
  EXPECT_EQ(sent().size(), 4u);
}

// HQ-43, EV-03, EV-15.
TEST_F(EventChannelTest, TheEndOfATaskGoesOutWhateverItsValue) {
  channel.publish(listener, TaskSuccessEvent{7, Lambda{}}, out);
  auto const& frames = std::get<Send>(out.back()).frames;
  auto const event = decode_client_event(frames.at(1)).value().event;
  EXPECT_EQ(std::get<TaskSuccessEvent>(event).task_id, 7u);
  EXPECT_TRUE(std::get<TaskSuccessEvent>(event).result.as<ErrorValue>() != nullptr);
}

TEST_F(EventChannelTest, AnOutputThatCannotBeSentIsLeftOutAlone) {
  NarrativeEventMessage message{ObjId{2}, {Uuid{}, 0, Obj{ObjId{2}}, NotifyEvent{Lambda{}}}};
  channel.publish(listener, message, out);
  EXPECT_TRUE(sent().empty());
  std::get<NotifyEvent>(message.event.event).value = "text";
  channel.publish(listener, message, out);
  EXPECT_EQ(sent().size(), 1u);
}

}  // namespace
}  // namespace drydock::moor::sessions
