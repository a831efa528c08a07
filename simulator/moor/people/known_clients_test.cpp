#include "simulator/moor/people/known_clients.hpp"

#include <gtest/gtest.h>

#include "simulator/moor/people/test_daemon_store.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

class KnownClientsTest : public testing::Test {
 protected:
  void SetUp() override {
    clients.on_answer(at(0s), ClientCall{at(0s), client, moor::ConnectionEstablish{}},
                      moor::ClientSuccess{moor::NewConnection{}});
    store_with(std::nullopt);
  }
  static VirtualTime at(Duration time) { return VirtualTime{} + time; }
  template <class Message>
  void call(Message const& message) {
    clients.on_call(at(1s), ClientCall{at(1s), client, message});
  }
  void store_with(std::optional<moor::Obj> const& player) {
    moor::sessions::Connection connection;
    connection.player = player;
    store.connections.insert_or_assign(client, connection);
  }
  /// It dies in the midst of a step or between two, and starts again.
  void restart(bool is_struck) {
    store.is_struck = is_struck;
    clients.on_daemon(at(2s), NodeEvent::crashed);
    store.is_struck = false;
    clients.on_daemon(at(3s), NodeEvent::restarted);
  }

  TestDaemonStore store;
  KnownClients clients{store};
  Uuid client = Uuid::parse("00112233-4455-6677-8899-aabbccddeeff").value();
};

TEST_F(KnownClientsTest, WhoWasAboutToGoWhenTheDaemonDiedInItsStepIsThereIfThatIsStored) {
  call(moor::Detach{});
  restart(true);
  EXPECT_TRUE(clients.find(client)->is_there);
  call(moor::Detach{});
  store.connections.clear();
  restart(true);
  EXPECT_FALSE(clients.find(client)->is_there);
}

TEST_F(KnownClientsTest, WhoIsNotStoredThoughNothingMadeItGoIsStillExpected) {
  store.connections.clear();
  restart(true);
  EXPECT_TRUE(clients.find(client)->is_there);
  call(moor::Detach{});
  restart(false);
  EXPECT_TRUE(clients.find(client)->is_there);
}

TEST_F(KnownClientsTest, ALoginThatWasStoredAndNotAnsweredCounts) {
  moor::Obj const alice = moor::ObjId{12};
  store_with(alice);
  restart(true);
  EXPECT_EQ(clients.find(client)->player, std::nullopt);
  call(moor::LoginCommand{});
  restart(true);
  EXPECT_EQ(clients.find(client)->player, alice);
}

}  // namespace
}  // namespace drydock::simulator
