#include "reference/moor/sessions/connections.hpp"

#include <gtest/gtest.h>

#include "reference/machine/memory_store.hpp"
#include "reference/moor/sessions/test_sessions.hpp"

namespace drydock::moor::sessions {
namespace {

using namespace std::chrono_literals;

constexpr Obj alice = ObjId{7};
constexpr Obj bob = ObjId{8};

Uuid client(std::uint8_t number) { return Uuid{{0xc0, number}}; }

struct ConnectionsTest : testing::Test {
  ObjId establish(std::uint8_t number, VirtualTime now = {}) {
    return connections.establish(now, {client(number), ObjId{}}).value()->object;
  }
  NoRoom refused(Uuid const& id) { return connections.establish({}, {id, ObjId{}}).error(); }
  /// The connections of a daemon that was started anew on what is stored.
  Connections restarted(VirtualTime now = {}) {
    Connections again{Connections::Settings{}, store};
    EXPECT_TRUE(again.load(now).has_value());
    return again;
  }

  MemoryStore store;
  Connections connections{Connections::Settings{}, store};
};

// DC-16.
TEST_F(ConnectionsTest, ObjectsGoDownFromMinusFourAndNeverComeTwice) {
  EXPECT_EQ(establish(1), ObjId{-4});
  EXPECT_EQ(establish(2), ObjId{-5});
  connections.remove(client(2));
  EXPECT_EQ(establish(3), ObjId{-6});
  connections.remove(client(3));
  Connections again = restarted();
  EXPECT_EQ(again.establish({}, {client(4), ObjId{}}).value()->object, ObjId{-7});
}

// DC-17.
TEST_F(ConnectionsTest, ALiveClientIdIsRefusedAndNothingChanges) {
  establish(1);
  Connection const before = *connections.find(client(1));
  EXPECT_EQ(refused(client(1)), NoRoom::already_connected);
  EXPECT_EQ(*connections.find(client(1)), before);
  EXPECT_EQ(establish(2), ObjId{-5});
}

TEST_F(ConnectionsTest, WhatWasFoundLastIsNotFoundOnceItIsGone) {
  establish(1);
  establish(2);
  ASSERT_NE(connections.find(client(1)), nullptr);
  connections.remove(client(1));
  EXPECT_EQ(connections.find(client(1)), nullptr);
  ObjId const anew = establish(1);
  EXPECT_EQ(connections.find(client(1))->object, anew);
  EXPECT_EQ(connections.find(client(2))->object, ObjId{-5});
}

// DC-18.
TEST_F(ConnectionsTest, AClientIdThatBeginsLikeATopicIsRefused) {
  EXPECT_EQ(refused(Uuid{{'h', 'o', 's', 't', 's', 1}}), NoRoom::reserved_id);
  EXPECT_EQ(refused(Uuid{{'b', 'r', 'o', 'a', 'd', 'c', 'a', 's', 't'}}), NoRoom::reserved_id);
  EXPECT_TRUE(connections.establish({}, {Uuid{{'h', 'o', 's', 't'}}, ObjId{}}).has_value());
}

// DC-14.
TEST_F(ConnectionsTest, AreLimitedInNumber) {
  Connections few{{.connections_max = 1}, store};
  ASSERT_TRUE(few.establish({}, {client(1), ObjId{}}).has_value());
  EXPECT_EQ(few.establish({}, {client(2), ObjId{}}).error(), NoRoom::too_many);
  few.remove(client(1));
  EXPECT_TRUE(few.establish({}, {client(2), ObjId{}}).has_value());
}

// HQ-38.
TEST_F(ConnectionsTest, TheCounterNeverRunsOver) {
  ASSERT_TRUE(store.commit({{"next-connection-object", bytes_of("-2147483647")}}).has_value());
  Connections last = restarted();
  EXPECT_EQ(last.establish({}, {client(1), ObjId{}}).value()->object, ObjId{-2147483647});
  EXPECT_EQ(last.establish({}, {client(2), ObjId{}}).error(), NoRoom::numbers_exhausted);
}

TEST_F(ConnectionsTest, WhatIsNotStoredDoesNotHappen) {
  establish(1);
  store.broken = true;
  EXPECT_EQ(refused(client(2)), NoRoom::not_stored);
  EXPECT_FALSE(connections.set_player(client(1), alice).has_value());
  EXPECT_FALSE(connections.find(client(1))->player.has_value());
  store.broken = false;
  EXPECT_EQ(establish(2), ObjId{-5});
}

TEST_F(ConnectionsTest, ARemovalThatIsNotStoredIsTold) {
  establish(1);
  store.broken = true;
  EXPECT_TRUE(connections.remove(client(1)).has_value());
  EXPECT_EQ(connections.find(client(1)), nullptr);
  EXPECT_EQ(connections.take_store_trouble(), "the store is broken");
  EXPECT_EQ(connections.take_store_trouble(), std::nullopt);
}

TEST_F(ConnectionsTest, ARemovalThatIsNotStoredIsMadeUpFor) {
  establish(1);
  establish(2);
  establish(3);
  store.broken = true;
  connections.remove(client(1));
  EXPECT_TRUE(connections.owes());
  EXPECT_FALSE(connections.store_owed().has_value());
  store.broken = false;
  EXPECT_NE(restarted().find(client(1)), nullptr);
  EXPECT_TRUE(connections.store_owed().has_value());
  EXPECT_FALSE(connections.owes());
  EXPECT_EQ(restarted().find(client(1)), nullptr);
  store.broken = true;
  connections.remove(client(2));
  store.broken = false;
  ASSERT_TRUE(connections.set_player(client(3), alice).has_value());
  EXPECT_EQ(restarted().all(), std::vector{client(3)});
}

TEST_F(ConnectionsTest, WhoComesBackAfterARemovalThatWasNotStoredIsThere) {
  establish(1);
  store.broken = true;
  connections.remove(client(1));
  store.broken = false;
  EXPECT_EQ(establish(1), ObjId{-5});
  EXPECT_EQ(restarted().find(client(1))->object, ObjId{-5});
}

// HQ-33: what the world is to hear of an arrival is stored with it, and that it heard with that.
TEST_F(ConnectionsTest, AnArrivalIsUntoldUntilTheWorldHasHeardOfIt) {
  establish(1);
  Arrival const arrival{ConnectType::created, ObjId{7}};
  ASSERT_TRUE(connections.set_player(client(1), alice, arrival).has_value());
  EXPECT_EQ(connections.find(client(1))->untold, arrival);
  connections.announce(client(1));
  EXPECT_TRUE(connections.find(client(1))->announced);
  EXPECT_EQ(connections.find(client(1))->untold, std::nullopt);
  EXPECT_EQ(restarted().find(client(1))->untold, arrival);
  EXPECT_FALSE(restarted().find(client(1))->announced);
  ASSERT_TRUE(store.commit({Connections::told(client(1))}).has_value());
  EXPECT_EQ(restarted().find(client(1))->untold, std::nullopt);
  EXPECT_TRUE(restarted().find(client(1))->announced);
  ASSERT_TRUE(connections.set_player(client(1), bob).has_value());
  EXPECT_TRUE(restarted().find(client(1))->announced);
}

TEST_F(ConnectionsTest, NothingIsLeftOfAnArrivalWhoseConnectionIsGone) {
  Arrival const arrival{ConnectType::connected, ObjId{0}};
  establish(1);
  ASSERT_TRUE(connections.set_player(client(1), alice, arrival).has_value());
  connections.remove(client(1));
  EXPECT_TRUE(store.read_all("arrival/").value().empty());
  ASSERT_TRUE(store.commit({Connections::told(client(1))}).has_value());
  establish(1);  // Under the same id, another one.
  EXPECT_FALSE(restarted().find(client(1))->announced);
  ASSERT_TRUE(store.commit({Connections::told(client(2))}).has_value());
  restarted();
  EXPECT_TRUE(store.read_all("arrival/").value().empty());
}

// DC-28, HQ-24: whoever logs in as another player is no client of the first any more.
TEST_F(ConnectionsTest, AClientBelongsToItsLastPlayerOnly) {
  establish(1);
  establish(2);
  ASSERT_TRUE(connections.set_player(client(2), alice).has_value());
  ASSERT_TRUE(connections.set_player(client(1), alice).has_value());
  EXPECT_EQ(connections.clients_of(alice), (std::vector{client(1), client(2)}));
  ASSERT_TRUE(connections.set_player(client(1), bob).has_value());
  EXPECT_EQ(connections.clients_of(alice), std::vector{client(2)});
  EXPECT_EQ(connections.clients_of(bob), std::vector{client(1)});
  connections.remove(client(2));
  EXPECT_TRUE(connections.clients_of(alice).empty());
}

TEST_F(ConnectionsTest, AConnectionObjectNamesItsOneClient) {
  establish(1);
  establish(2);
  EXPECT_EQ(connections.clients_of(ObjId{-5}), std::vector{client(2)});
  EXPECT_EQ(connections.client_of(ObjId{-5}), client(2));
  EXPECT_EQ(connections.client_of(ObjId{-6}), std::nullopt);
  EXPECT_EQ(connections.client_of(UuObjId{1}), std::nullopt);
}

// DC-49.
TEST_F(ConnectionsTest, AnAttributeIsSetReplacedAndRemovedWhateverItsCase) {
  establish(1);
  auto const attributes = [&] { return connections.find(client(1))->attributes; };
  ASSERT_TRUE(connections.set_attribute(client(1), Symbol{"Key"}, Var{1}).has_value());
  ASSERT_TRUE(connections.set_attribute(client(1), Symbol{"other"}, Var{2}).has_value());
  ASSERT_TRUE(connections.set_attribute(client(1), Symbol{"kEY"}, Var{3}).has_value());
  EXPECT_EQ(attributes(), (std::vector<Attribute>{{Symbol{"other"}, 2}, {Symbol{"kEY"}, 3}}));
  ASSERT_TRUE(connections.set_attribute(client(1), Symbol{"KEY"}, std::nullopt).has_value());
  EXPECT_EQ(attributes(), (std::vector<Attribute>{{Symbol{"other"}, 2}}));
}

// DC-60: 30 s is the limit, to the nanosecond.
TEST_F(ConnectionsTest, AClientIsSilentFromItsLimitOn) {
  establish(1, at(0s));
  EXPECT_TRUE(connections.silent(at(30s - 1ns)).empty());
  EXPECT_EQ(connections.silent(at(30s)), std::vector{client(1)});
  connections.saw_life(at(29s), client(1));
  EXPECT_TRUE(connections.silent(at(59s - 1ns)).empty());
  EXPECT_EQ(connections.find(client(1))->last_activity, at(0s));
  connections.saw_activity(at(40s), client(1));
  EXPECT_TRUE(connections.silent(at(69s)).empty());
}

// DC-61, HQ-34.
TEST_F(ConnectionsTest, AfterARestartAllAreThereAndCountAsAlive) {
  establish(1, at(0s));
  ASSERT_TRUE(connections.set_player(client(1), alice).has_value());
  ASSERT_TRUE(store.commit({Connections::told(client(1))}).has_value());
  Connections again = restarted(at(1h));
  EXPECT_EQ(again.clients_of(alice), std::vector{client(1)});
  EXPECT_TRUE(again.find(client(1))->announced);
  EXPECT_TRUE(again.silent(at(1h + 29s)).empty());
  EXPECT_EQ(again.silent(at(1h + 30s)), std::vector{client(1)});
}

TEST_F(ConnectionsTest, ARecordThatIsNoneIsNamed) {
  ASSERT_TRUE(store.commit({{"connection/x", bytes_of("{1}")}}).has_value());
  Connections again{Connections::Settings{}, store};
  auto const loaded = again.load({});
  ASSERT_FALSE(loaded.has_value());
  EXPECT_EQ(loaded.error().message, "connection/x: a connection's record is no map");
}

}  // namespace
}  // namespace drydock::moor::sessions
