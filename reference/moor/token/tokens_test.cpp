#include "reference/moor/token/tokens.hpp"

#include <gtest/gtest.h>

#include "reference/moor/token/token_kind.hpp"
#include "reference/token/paseto.hpp"

namespace drydock::moor::token {
namespace {

using namespace std::chrono_literals;
using drydock::token::inspect;
using drydock::token::parse_claims;

// Source: hosts 7.3, made with libsodium from the seed 00 01 ... 1f.
SecretKey stock_key() {
  SecretKey::SeedBytes seed;
  for (std::size_t k = 0; k < seed.size(); ++k) seed[k] = static_cast<std::uint8_t>(k);
  return SecretKey::from_seed(seed);
}
constexpr std::string_view stock_client =
    "v4.public.eyJhdWQiOiJtb29yX2Nvbm5lY3Rpb24iLCJjbGllbnRfaWQiOiIwMDExMjIzMy00NDU1LTY2NzctODg5OS1h"
    "YWJiY2NkZGVlZmYiLCJpc3MiOiJtb29yIn1h3vvGcyvFdDsOap3vzNqFY9Aq1JO0q7-149VQ9Z0DcbxWcfBbQuMd5kzAS"
    "MbWMn39Ya0qlzfmLg4IuJzNtj4G.a2V5LWlkOm1vb3JfY2xpZW50";
constexpr std::string_view stock_player_2 =
    "v4.public.eyJwbGF5ZXIiOiIjMiJ9YI6a8EdXRl6UqNSOtlMUDrlluEehU7GObjcUUdwq6aI1keZdOVd-OgcrJS5U_VL1"
    "Jo-I2FyypBvbJUlVtgZ8Dg.a2V5LWlkOm1vb3JfcGxheWVy";
constexpr std::string_view stock_player_uuid =
    "v4.public.eyJwbGF5ZXIiOiIjMDQ4RDA1LTEyMzQ1Njc4OTAifR3fJDavpJ0x4SHsfPUXNTI6rKFoATzpB1bTvp7ktaPR"
    "4q1ZGq0bM3KTBG6X8_rBqHT3MTlIWR9EVlzS8SySRw0.a2V5LWlkOm1vb3JfcGxheWVy";

Uuid const id = *Uuid::parse("00112233-4455-6677-8899-aabbccddeeff");

std::string payload_of(std::string_view token) { return inspect(token)->payload; }
std::string footer_of(std::string_view token) { return inspect(token)->footer; }

TEST(Tokens, InTheCompatibleProfileAreStockMoorsByteForByte) {  // TK-01, TK-02, TK2-02
  EXPECT_EQ(to_hex(stock_key().public_key().bytes),
            "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8");
  EXPECT_EQ(mint(ClientToken{id}, stock_key(), {}), stock_client);
  EXPECT_EQ(mint(AuthToken{ObjId{2}}, stock_key(), {}), stock_player_2);
  EXPECT_EQ(mint(AuthToken{*parse_player("#048D05-1234567890")}, stock_key(), {}),
            stock_player_uuid);
}

TEST(Tokens, OfHostsAndWorkersNameTheirType) {
  auto const host = mint(HostToken{id, HostType::websocket}, stock_key(), {});
  EXPECT_EQ(footer_of(host), "key-id:moor_host");
  EXPECT_EQ(payload_of(host),
            R"({"host_id":"00112233-4455-6677-8899-aabbccddeeff","host_type":"websocket"})");
  auto const worker = mint(WorkerToken{id, "curl"}, stock_key(), {});
  EXPECT_EQ(footer_of(worker), "key-id:moor_worker");
  EXPECT_EQ(payload_of(worker),
            R"({"worker_id":"00112233-4455-6677-8899-aabbccddeeff","worker_type":"curl"})");
}

TEST(Tokens, InTheStrictProfileAddTimesAndAnId) {  // TK-08
  Stamp const stamp{*WallTime::parse("2026-07-22T12:00:00Z"), 1h,
                    *Uuid::parse("99999999-4455-4677-8899-aabbccddeeff")};
  EXPECT_EQ(payload_of(mint(ClientToken{id}, stock_key(), stamp)),
            R"({"aud":"moor_connection","client_id":"00112233-4455-6677-8899-aabbccddeeff",)"
            R"("exp":"2026-07-22T13:00:00Z","iat":"2026-07-22T12:00:00Z","iss":"moor",)"
            R"("jti":"99999999-4455-4677-8899-aabbccddeeff","nbf":"2026-07-22T12:00:00Z"})");
}

TEST(Tokens, LifetimesAreThoseOfTheirKind) {
  EXPECT_EQ(info(TokenKind::client).lifetime, 1h);
  EXPECT_EQ(info(TokenKind::auth).lifetime, 24h);
  EXPECT_EQ(info(TokenKind::host).lifetime, 1h);
  EXPECT_EQ(info(TokenKind::worker).lifetime, 1h);
}

TEST(Player, IsReadInTheSpellingThatIsPrinted) {
  EXPECT_EQ(parse_player("#0"), Obj{ObjId{0}});
  EXPECT_EQ(parse_player("#2147483647"), Obj{ObjId{2147483647}});
  EXPECT_EQ(parse_player("#048D05-1234567890"), Obj{UuObjId{0x048d05'1234567890}});
  for (char const* const text :
       {"", "#", "2", "#-1", "#-4", "#+2", "#02", "# 2", "#2147483648", "#2 ", "#2x",
        "#048d05-1234567890", "#48D05-1234567890", "#048D05-123456789", "#048D05-12345678901",
        "#-1234567890", "#048D05-", "*anonymous*", "#FFFFFF-FFFFFFFFFFFFFFFFFFFF"}) {
    EXPECT_EQ(parse_player(text), std::nullopt) << text;
  }
}

std::string refusal_of(auto const& accepted) { return accepted ? "" : accepted.error().detail; }

TEST(OwnClaims, HaveToBeThereAndOfTheirKind) {  // TK-02, TK-04, TK2-04, TK2-07, TK2-08
  auto const claims = [](std::string_view payload) { return *parse_claims(payload); };
  auto const client = [&](std::string_view payload) {
    return refusal_of(client_of(claims(payload)));
  };
  EXPECT_EQ(client("{}"), "claim 'client_id' is missing");
  EXPECT_EQ(client(R"({"client_id":5})"), "claim 'client_id' is no text");
  EXPECT_EQ(client(R"({"client_id":"tcp"})"), "claim 'client_id' is no UUID");
  constexpr auto good_id = R"({"client_id":"00112233-4455-6677-8899-aabbccddeeff")";
  EXPECT_EQ(client(std::string(good_id) + "}"), "claim 'iss' is missing");
  EXPECT_EQ(client(std::string(good_id) + R"(,"iss":"mooR","aud":"moor_connection"})"),
            "claim 'iss' is not 'moor'");
  EXPECT_EQ(client(std::string(good_id) + R"(,"iss":"moor","aud":"other"})"),
            "claim 'aud' is not 'moor_connection'");
  EXPECT_EQ(refusal_of(auth_of(claims(R"({"player":2})"))), "claim 'player' is no text");
  EXPECT_EQ(refusal_of(auth_of(claims(R"({"player":"#-4"})"))),
            "claim 'player' is no player's object");
  EXPECT_EQ(refusal_of(host_of(
                claims(R"({"host_id":"00112233-4455-6677-8899-aabbccddeeff","host_type":"TCP"})"))),
            "claim 'host_type' is no 'tcp' or 'websocket'");
  EXPECT_EQ(
      refusal_of(worker_of(claims(R"({"worker_id":"00112233-4455-6677-8899-aabbccddeeff"})"))),
      "claim 'worker_type' is missing");
}

TEST(TokenKind, IsRecognisedByItsFooter) {
  EXPECT_EQ(recognise("key-id:moor_client", "{}"), (Recognised{TokenKind::client, false}));
  EXPECT_EQ(recognise("key-id:moor_worker", "{}"), (Recognised{TokenKind::worker, false}));
  EXPECT_EQ(recognise("key-id:other", "tcp"), std::nullopt);
  EXPECT_EQ(recognise("", "tcp"), std::nullopt);
}

TEST(TokenKind, RetiredFormsAreRecognised) {  // TK-14
  EXPECT_EQ(recognise("key-id:moor_host", "tcp"), (Recognised{TokenKind::host, true}));
  EXPECT_EQ(recognise("key-id:moor_host", "websocket"), (Recognised{TokenKind::host, true}));
  EXPECT_EQ(recognise("key-id:moor_worker", "00112233-4455-6677-8899-aabbccddeeff"),
            (Recognised{TokenKind::worker, true}));
  EXPECT_EQ(recognise("key-id:moor_rpc", "{}"), (Recognised{TokenKind::client, true}));
}

}  // namespace
}  // namespace drydock::moor::token
