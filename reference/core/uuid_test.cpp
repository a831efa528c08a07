#include "reference/core/uuid.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace drydock {
namespace {

TEST(Uuid, TextAndBackIsTheSame) {
  Rng rng{Seed{1}};
  for (int k = 0; k < 100; ++k) {
    Uuid const uuid = Uuid::random(rng);
    EXPECT_EQ(Uuid::parse(uuid.text()), uuid);
    EXPECT_EQ(Uuid::from_bytes(uuid.to_bytes()), uuid);
  }
}

TEST(Uuid, ARandomOneIsVersion4OfTheStandardVariant) {
  Rng rng{Seed{1}};
  Uuid const uuid = Uuid::random(rng);
  EXPECT_EQ(uuid.version(), 4);
  EXPECT_EQ(uuid.bytes[8] & 0xc0, 0x80);
}

TEST(Uuid, BytesAreInTheOrderOfTheText) {
  Result<Uuid> const uuid = Uuid::parse("00112233-4455-6677-8899-AABBCCDDEEFF");
  ASSERT_TRUE(uuid);
  EXPECT_EQ(uuid->bytes[0], 0x00);
  EXPECT_EQ(uuid->bytes[15], 0xff);
  EXPECT_EQ(uuid->text(), "00112233-4455-6677-8899-aabbccddeeff");
}

TEST(Uuid, OneIsBeforeAnotherAsItsTextIs) {
  Rng rng{Seed{1}};
  for (int k = 0; k < 1000; ++k) {
    Uuid const a = Uuid::random(rng);
    Uuid b = k % 2 == 0 ? a : Uuid::random(rng);
    b.bytes[rng.below(16)] = static_cast<std::uint8_t>(rng.below(256));
    EXPECT_EQ(a < b, a.text() < b.text()) << a.text() << ' ' << b.text();
    EXPECT_EQ(a == b, a.text() == b.text());
    EXPECT_EQ(Uuid::Hash{}(a) == Uuid::Hash{}(b), a == b);
  }
}

TEST(Uuid, WhatIsNoUuidIsQuoted) {
  EXPECT_EQ(Uuid::parse("nonsense").error().message, "'nonsense' is no UUID");
  EXPECT_FALSE(Uuid::parse("00112233-4455-6677-8899-aabbccddeefg"));
  EXPECT_FALSE(Uuid::parse("00112233+4455-6677-8899-aabbccddeeff"));
  EXPECT_EQ(Uuid::from_bytes(Bytes(15)).error().message, "a UUID has 16 bytes, not 15");
}

TEST(Uuid, WhatFallsTogetherUnderOneKeyDoesNotUnderAnother) {
  Rng rng{Seed{1}};
  Uuid::KeyedHash const one{rng};
  Uuid::KeyedHash const other{rng};
  constexpr std::size_t buckets = 4096;
  std::vector<Uuid> together;  // As somebody would choose them who knew the one key.
  Uuid uuid;
  for (std::size_t k = 0; together.size() < 64; ++k) {
    uuid.bytes[0] = static_cast<std::uint8_t>(k);
    uuid.bytes[7] = static_cast<std::uint8_t>(k >> 8);
    uuid.bytes[15] = static_cast<std::uint8_t>(k >> 16);
    if (one(uuid) % buckets == 0) together.push_back(uuid);
  }
  std::set<std::size_t> apart;
  for (Uuid const& each : together) apart.insert(other(each) % buckets);
  EXPECT_GT(apart.size(), 48u);
}

}  // namespace
}  // namespace drydock
