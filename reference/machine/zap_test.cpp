#include "reference/machine/zap.hpp"

#include <gtest/gtest.h>

namespace drydock {
namespace {

struct Asked {
  CurvePublicKey known;
  std::vector<CurvePublicKey> seen;

  std::optional<Frames> operator()(Frames const& request) {
    return answer_zap(request, "moor", [&](CurvePublicKey const& key) {
      seen.push_back(key);
      return key == known ? std::optional<std::string>{"user-1"} : std::nullopt;
    });
  }
};

Asked asked() {
  Rng rng{Seed{1}};
  return {CurveKeyPair::generate(rng).public_key, {}};
}

Frames request_of(CurvePublicKey const& key) {
  return {Frame{},
          bytes_of("1.0"),
          Frame{0xff, 0x00, 0x80},
          bytes_of("moor"),
          bytes_of("127.0.0.1"),
          Frame{},
          bytes_of("CURVE"),
          Frame(key.bytes.begin(), key.bytes.end())};
}

std::string code_of(std::optional<Frames> const& reply) {
  return std::string(text_of(ByteView{reply.value().at(3)}));
}

// TS-06, TS-07: the request id is no UTF-8, and comes back as it was.
TEST(Zap, AnAllowedKeyIsAdmittedUnderItsUserId) {
  Asked ask = asked();
  EXPECT_EQ(ask(request_of(ask.known)),
            (Frames{Frame{}, bytes_of("1.0"), Frame{0xff, 0x00, 0x80}, bytes_of("200"),
                    bytes_of("OK"), bytes_of("user-1"), Frame{}}));
}

TEST(Zap, AnotherKeyIsRefusedWithoutAUserId) {
  Asked ask = asked();
  auto const reply = ask(request_of(CurvePublicKey{}));
  EXPECT_EQ(code_of(reply), "400");
  EXPECT_TRUE(reply->at(5).empty());
}

// TS-05, TS-08.
TEST(Zap, OtherVersionsMechanismsDomainsAndCredentialsAreRefusedUnasked) {
  Asked ask = asked();
  for (auto const& [at, frame] : {std::pair<std::size_t, Frame>{1, bytes_of("2.0")},
                                  {3, bytes_of("other")},
                                  {6, bytes_of("NULL")},
                                  {7, Frame(31)},
                                  {7, Frame{}}}) {
    Frames request = request_of(ask.known);
    request[at] = frame;
    EXPECT_EQ(code_of(ask(request)), "400");
  }
  EXPECT_TRUE(ask.seen.empty());
}

// TS-09.
TEST(Zap, WhateverHasADelimiterGetsAReply) {
  Asked ask = asked();
  Rng rng{Seed{2}};
  for (int k = 0; k < 1000; ++k) {
    Frames request{Frame{}};
    for (std::uint64_t left = rng.below(10); left > 0; --left) {
      Frame frame(static_cast<std::size_t>(rng.below(40)));
      rng.fill(frame.data(), frame.size());
      request.push_back(std::move(frame));
    }
    EXPECT_EQ(code_of(ask(request)), "400");
  }
  EXPECT_FALSE(ask({}));
  EXPECT_FALSE(ask({bytes_of("no delimiter")}));
  Frames long_request = request_of(ask.known);
  long_request.push_back(Frame{});
  EXPECT_EQ(code_of(ask(long_request)), "400");
}

}  // namespace
}  // namespace drydock
