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
  connection.announced = true;
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

TEST(ConnectionName, SaysWhereItComesFrom) {
  Connection connection{Uuid{}, ObjId{-4}};
  connection.origin = {"example.org", 7777, 40000, {}};
  EXPECT_EQ(name_of(connection), "port 7777 from example.org, port 40000");
}

}  // namespace
}  // namespace drydock::moor::sessions
