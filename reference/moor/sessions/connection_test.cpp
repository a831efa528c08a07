#include "reference/moor/sessions/connection.hpp"

#include <gtest/gtest.h>

namespace drydock::moor::sessions {
namespace {

Connection full() {
  Connection connection{Uuid{{1, 2, 3}}, ObjId{-7}};
  connection.player = Obj{UuObjId{0x123456789}};
  connection.origin = {"example.org \"quoted\"\n", 7777, 65535, {Symbol{"text_djot"}, Symbol{""}}};
  connection.attributes = {{Symbol{"host_type"}, "telnet"},
                           {Symbol{"odd name"}, list_of({true, 2.5, Var{Binary{{0, 255}}}})}};
  connection.connected_at = *WallTime::parse("2026-07-22T12:00:00.123456789Z");
  return connection;
}

TEST(ConnectionRecord, ReadsBackAsItWas) {
  Connection const connection = full();
  auto const read = connection_of(record_of(connection));
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(*read, connection);
}

TEST(ConnectionRecord, OfOneThatIsNotLoggedInReadsBackAsItWas) {
  Connection const connection{Uuid{{9}}, ObjId{-4}};
  EXPECT_EQ(connection_of(record_of(connection)).value(), connection);
}

TEST(ConnectionRecord, WithoutAMemberIsRefused) {
  for (char const* record : {"", "12", "[\"object\" -> #-4]", "[\"client_id\" -> \"x\"]"}) {
    EXPECT_FALSE(connection_of(bytes_of(record)).has_value()) << record;
  }
}

TEST(ArrivalRecord, ReadsBackAsItWas) {
  for (auto const type : {ConnectType::connected, ConnectType::reconnected, ConnectType::created}) {
    Arrival const arrival{type, ObjId{7}};
    EXPECT_EQ(arrival_of(record_of(arrival)).value(), arrival);
  }
  for (char const* record : {"", "told", "{}", "{255, #0}", "{-1, #0}", "{0, 0}", "{0, #0, 1}"}) {
    EXPECT_FALSE(arrival_of(bytes_of(record)).has_value()) << record;
  }
}

// HQ-33: who comes without a sound, or as what is not of this world, comes untold.
TEST(ArrivalRecord, IsOfThoseOfWhomTheWorldIsTold) {
  Obj const player = ObjId{5};
  EXPECT_EQ(arrival_of(ConnectType::created, ObjId{0}, player),
            (Arrival{ConnectType::created, ObjId{0}}));
  EXPECT_EQ(arrival_of(ConnectType::no_connect, ObjId{0}, player), std::nullopt);
  EXPECT_EQ(arrival_of(ConnectType::connected, ObjId{0}, UuObjId{5}), std::nullopt);
}

TEST(ConnectionName, SaysWhereItComesFrom) {
  Connection connection{Uuid{}, ObjId{-4}};
  connection.origin = {"example.org", 7777, 40000, {}};
  EXPECT_EQ(name_of(connection), "port 7777 from example.org, port 40000");
}

}  // namespace
}  // namespace drydock::moor::sessions
