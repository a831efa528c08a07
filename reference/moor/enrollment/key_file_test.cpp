#include "reference/moor/enrollment/key_file.hpp"

#include <gtest/gtest.h>

#include "reference/moor/enrollment/test_files.hpp"

namespace drydock::moor::enrollment {
namespace {

// EN-28: the alphabet of the values holds `=` and `#`.
TEST(KeyFile, AValueMayHoldEqualsAndHash) {
  EXPECT_EQ(key_file_value("# comment\n\n  secret = a=b#c \npublic=x\n", "secret"), "a=b#c");
  EXPECT_EQ(key_file_value("public=x\npublic=y", "public"), "x");
  EXPECT_EQ(key_file_value("#public=x\nno equals", "public"), std::nullopt);
  EXPECT_EQ(key_file_value("", "public"), std::nullopt);
}

TEST(KeyFile, WrittenKeysAreReadBack) {
  TestFiles files;
  Rng rng{Seed{1}};
  for (int k = 0; k < 20; ++k) {
    CurveKeyPair const keys = CurveKeyPair::generate(rng);
    ASSERT_TRUE(write_key_files(files, "daemon-curve", keys));
    EXPECT_EQ(read_key_files(files, "daemon-curve").value(), keys);
  }
}

TEST(KeyFile, WithoutFilesThereAreNoKeys) {
  TestFiles files;
  EXPECT_EQ(read_key_files(files, "daemon-curve").value(), std::nullopt);
}

// TS-17, TS-19.
TEST(KeyFile, HalfAPairOrAMixedOneIsRefusedWithoutItsSecret) {
  TestFiles files;
  Rng rng{Seed{1}};
  CurveKeyPair const keys = CurveKeyPair::generate(rng);
  CurveKeyPair const others = CurveKeyPair::generate(rng);
  ASSERT_TRUE(write_key_files(files, "k", keys));
  std::string const secret = z85_of_secret(keys.secret_key);
  auto const expect_refusal = [&](std::string const& text) {
    auto const read = read_key_files(files, "k");
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().message.find(text), std::string::npos) << read.error().message;
    EXPECT_EQ(read.error().message.find(secret), std::string::npos);
  };
  std::string const right = files.content["k.pub"];
  files.content["k.pub"] = "public=" + others.public_key.z85() + "\n";
  expect_refusal("do not belong together");
  files.content.erase("k.pub");
  expect_refusal("k.key is there, k.pub is not");
  files.content["k.pub"] = right;
  files.content["k.key"] = "secret=" + secret.substr(1) + "\n";
  expect_refusal("40 characters of Z85, not 39");
}

}  // namespace
}  // namespace drydock::moor::enrollment
