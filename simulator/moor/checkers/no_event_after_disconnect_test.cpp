#include "simulator/moor/checkers/no_event_after_disconnect.hpp"

#include <gtest/gtest.h>

#include "simulator/moor/people/test_daemon_store.hpp"

namespace drydock::simulator {
namespace {

class NoEventAfterDisconnectTest : public testing::Test {
 protected:
  void disconnect() { checker.on_event({}, client, moor::DisconnectEvent{}); }
  void tell() { checker.on_event({}, client, moor::TaskSuspendedEvent{1}); }
  void keep_stored() { store.connections.insert_or_assign(client, moor::sessions::Connection{}); }
  void restart() {
    checker.on_daemon({}, NodeEvent::crashed);
    checker.on_daemon({}, NodeEvent::restarted);
  }
  std::string failed() const { return verdict.failure() ? verdict.failure()->property : ""; }

  Verdict verdict;
  TestDaemonStore store;
  NoEventAfterDisconnect checker{verdict, store};
  Uuid client = Uuid::parse("00112233-4455-6677-8899-aabbccddeeff").value();
};

TEST_F(NoEventAfterDisconnectTest, FailsAtTheNextEventUnlessTheClientBeganAnew) {
  disconnect();
  checker.on_answer({}, ClientCall{{}, client, moor::ConnectionEstablish{}},
                    moor::ClientSuccess{moor::NewConnection{}});
  tell();
  disconnect();
  EXPECT_EQ(failed(), "");
  tell();
  EXPECT_EQ(failed(), "no_event_after_disconnect");
}

TEST_F(NoEventAfterDisconnectTest, ExcusesWhoIsStillStoredAfterAFullDisk) {
  store.is_full = true;
  keep_stored();
  disconnect();
  restart();
  tell();
  EXPECT_EQ(failed(), "");
}

TEST_F(NoEventAfterDisconnectTest, ExcusesNobodyWhoseEndWasStoredAfterAll) {
  store.is_full = true;
  disconnect();
  restart();
  tell();
  EXPECT_EQ(failed(), "no_event_after_disconnect");
}

TEST_F(NoEventAfterDisconnectTest, ExcusesNobodyWhoLeftWhileAllCouldBeStored) {
  keep_stored();
  disconnect();
  restart();
  tell();
  EXPECT_EQ(failed(), "no_event_after_disconnect");
}

TEST_F(NoEventAfterDisconnectTest, FailsWhereAnEndIsNotStoredThoughItCanBe) {
  store.is_full = true;
  keep_stored();
  disconnect();
  for (int tick = 0; tick < 10; ++tick) checker.on_tick({});
  store.is_full = false;
  for (int tick = 0; tick < 3; ++tick) checker.on_tick({});
  EXPECT_EQ(failed(), "");
  checker.on_tick({});
  EXPECT_EQ(failed(), "no_event_after_disconnect");
}

TEST_F(NoEventAfterDisconnectTest, IsContentWithAnEndThatIsStoredLater) {
  store.is_full = true;
  keep_stored();
  disconnect();
  store.is_full = false;
  checker.on_tick({});
  store.connections.clear();
  for (int tick = 0; tick < 10; ++tick) checker.on_tick({});
  EXPECT_EQ(failed(), "");
}

}  // namespace
}  // namespace drydock::simulator
