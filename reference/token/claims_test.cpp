#include "reference/token/claims.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "reference/token/testing.hpp"

namespace drydock::token {
namespace {

using namespace std::chrono_literals;

Registered between(Duration not_before, Duration expires) {
  return {.issued = {}, .not_before = at(not_before), .expires = at(expires), .token_id = {}};
}

std::string verdict(Registered const& claims, Duration now, Duration leeway = 0ns) {
  auto const accepted = check_times(claims, at(now), leeway);
  return accepted ? "valid" : std::string(name(accepted.error().why));
}

std::string refusal_of(std::string_view payload) {
  auto const claims = parse_claims(payload);
  if (!claims) return claims.error().detail;
  auto const registered = registered_claims(*claims);
  return registered ? "" : registered.error().detail;
}

TEST(Claims, AreReadInAnyOrderWithWhiteSpaceAndUnknownMembers) {  // hosts TK2-03
  auto const claims = parse_claims(" {\n\"z\": \"1\", \"a\": [{}], \"n\": 5, \"k\\u00e9\":\"\"} ");
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->texts, (Texts{{"z", "1"}, {"k\u00e9", ""}}));
  EXPECT_EQ(claims->text("z"), "1");
  EXPECT_EQ(claims->text("a").error().detail, "claim 'a' is no text");
  EXPECT_EQ(claims->text("b").error().detail, "claim 'b' is missing");
}

TEST(Claims, WhatIsNoObjectIsMalformed) {  // TK-04
  for (char const* const payload :
       {"", "tcp", "[]", "\"text\"", "5", "null", "{", "{}{}", "{\"a\":}", "{'a':1}",
        "{\"a\":\"\xff\"}", "\xef\xbb\xbf\xef"}) {
    EXPECT_EQ(refusal_of(payload), "its payload is no JSON object") << payload;
  }
  EXPECT_EQ(refusal_of(std::string(60000, '[')), "its payload is no JSON object");
}

TEST(Claims, OneNameIsClaimedOnce) {
  EXPECT_EQ(refusal_of(R"({"player":"#2","player":"#3"})"), "its payload names one claim twice");
  EXPECT_EQ(refusal_of(R"({"a":{"x":1,"x":2},"x":1})"), "");
}

TEST(Claims, PayloadAndBackIsTheSame) {
  EXPECT_TRUE(rc::check([](std::map<std::string, std::string> const& any) {
    Texts texts;
    for (auto const& [name, text] : any) {
      auto const ascii = [](std::string part) {
        for (char& c : part) c = static_cast<char>(c & 0x7f);
        return part;
      };
      texts[ascii(name)] = ascii(text);
    }
    auto const claims = parse_claims(payload_of(texts));
    RC_ASSERT(claims.has_value());
    RC_ASSERT(claims->texts == texts);
    RC_ASSERT(claims->others.empty());
  }));
}

TEST(Claims, ThePayloadIsTheOneThatStockMakes) {
  EXPECT_EQ(payload_of({{"iss", "moor"}, {"aud", "moor_connection"}}),
            R"({"aud":"moor_connection","iss":"moor"})");
}

TEST(Claims, MalformedTimesAreRefused) {  // hosts TK2-11
  EXPECT_EQ(refusal_of(R"({"exp":1700000000})"), "claim 'exp' is no text");
  EXPECT_EQ(refusal_of(R"({"exp":"1700000000"})"), "claim 'exp' is no RFC 3339 time");
  EXPECT_EQ(refusal_of(R"({"nbf":null})"), "claim 'nbf' is no text");
  EXPECT_EQ(refusal_of(R"({"iat":"2022-01-01"})"), "claim 'iat' is no RFC 3339 time");
  EXPECT_EQ(refusal_of(R"({"jti":5})"), "claim 'jti' is no text");
}

TEST(Claims, ATokenExpiresAtItsEndToTheNanosecond) {  // ST-01
  EXPECT_EQ(verdict(between(0s, 10s), 10s - 1ns), "valid");
  EXPECT_EQ(verdict(between(0s, 10s), 10s), "expired");
  EXPECT_EQ(verdict(between(0s, 10s), 10s + 1ns), "expired");
}

TEST(Claims, ATokenStartsAtItsStartToTheNanosecond) {  // ST-01
  EXPECT_EQ(verdict(between(5s, 10s), 5s - 1ns), "not_yet_valid");
  EXPECT_EQ(verdict(between(5s, 10s), 5s), "valid");
}

TEST(Claims, LeewayMovesBothEndsOutwards) {  // ST-01, hosts 7.6
  EXPECT_EQ(verdict(between(5s, 10s), 12s - 1ns, 2s), "valid");
  EXPECT_EQ(verdict(between(5s, 10s), 12s, 2s), "expired");
  EXPECT_EQ(verdict(between(5s, 10s), 3s, 2s), "valid");
  EXPECT_EQ(verdict(between(5s, 10s), 3s - 1ns, 2s), "not_yet_valid");
}

TEST(Claims, AnEndFinerThanTheClockIsHonouredExactly) {  // ST-01
  auto const claims = parse_claims(R"({"exp":"1970-01-01T00:00:10.0000000005Z"})");
  auto const registered = registered_claims(*claims);
  ASSERT_TRUE(registered);
  EXPECT_EQ(verdict(*registered, 10s), "valid");
  EXPECT_EQ(verdict(*registered, 10s + 1ns), "expired");
}

TEST(Claims, WithoutTimesATokenIsAlwaysGood) {
  EXPECT_EQ(verdict({}, -10s), "valid");
  EXPECT_TRUE(check_times({}, WallTime::max(), 0ns));
}

TEST(Claims, AStampIsWhatTheStrictProfileAsksFor) {
  Texts texts{{"player", "#2"}};
  Uuid const id = *Uuid::parse("00112233-4455-4677-8899-aabbccddeeff");
  add_stamp(texts, Stamp{*WallTime::parse("2026-07-22T12:00:00Z"), 24h, id});
  EXPECT_EQ(payload_of(texts),
            R"({"exp":"2026-07-23T12:00:00Z","iat":"2026-07-22T12:00:00Z",)"
            R"("jti":"00112233-4455-4677-8899-aabbccddeeff","nbf":"2026-07-22T12:00:00Z",)"
            R"("player":"#2"})");
}

TEST(Claims, RenewalIsDueWhenAFifthIsLeft) {  // ST-06
  EXPECT_EQ(renewal_time(at(100s), at(200s)), at(180s));
}

}  // namespace
}  // namespace drydock::token
