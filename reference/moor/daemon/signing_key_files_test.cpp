#include "reference/moor/daemon/signing_key_files.hpp"

#include <gtest/gtest.h>

#include "reference/moor/enrollment/test_files.hpp"
#include "reference/token/pem.hpp"

namespace drydock::moor::daemon {
namespace {

using drydock::token::SecretKey;
using enrollment::TestFiles;

/// Files whose writes stop after a while, as those of a process that is killed.
class CutFiles final : public TestFiles {
 public:
  Result<void> write(std::string_view name, std::string_view text) override {
    if (writes_left == 0) return fail("killed");
    --writes_left;
    return TestFiles::write(name, text);
  }
  int writes_left = 1000;
};

struct SigningKeyFilesTest : ::testing::Test {
  SigningKeyFilesTest() { EXPECT_TRUE(keys.create(first)); }

  Rng rng{Seed{1}};
  SecretKey const first = SecretKey::random(rng);
  SecretKey const second = SecretKey::random(rng);
  WallTime const now = WallTime::parse("2026-11-21T04:00:00.25Z").value();
  CutFiles files;
  SigningKeyFiles keys{files};
  std::vector<std::string> errors;
};

TEST_F(SigningKeyFilesTest, APairIsReadAsItWasWritten) {
  EXPECT_EQ(keys.read_pair().value(), first);
  EXPECT_FALSE(keys.create(second)) << "there is one";
  EXPECT_EQ(keys.read_pair().value(), first);
}

TEST_F(SigningKeyFilesTest, WithoutFilesThereIsNoneAndHalfAPairIsAnError) {
  TestFiles none;
  EXPECT_EQ(SigningKeyFiles{none}.read_pair().value(), std::nullopt);
  files.content.erase("moor-signing-key.pem");
  EXPECT_EQ(keys.read_pair().error().message,
            "moor-verifying-key.pem is there, moor-signing-key.pem is not; a key pair is kept "
            "whole");
  EXPECT_FALSE(keys.create(second)) << "half a pair is somebody's";
}

TEST_F(SigningKeyFilesTest, ARotationKeepsWhoSignedAndUntilWhen) {
  ASSERT_TRUE(keys.rotate(second, now));
  EXPECT_EQ(keys.read_pair().value(), second);
  auto const previous = keys.read_previous(errors);
  ASSERT_EQ(previous.size(), 1u);
  EXPECT_EQ(previous[0].key, first.public_key());
  EXPECT_EQ(previous[0].until, now);
  EXPECT_TRUE(errors.empty());
}

// TK-10: at every instant a reader finds the old pair, the new one, or that it has to look again;
// and the previous key is there before it is needed.
TEST_F(SigningKeyFilesTest, ARotationStoppedAnywhereIsFinishedByTheNextOne) {
  for (int writes = 0; writes < 3; ++writes) {
    CutFiles cut;
    SigningKeyFiles there{cut};
    ASSERT_TRUE(there.create(first));
    cut.writes_left = writes;
    EXPECT_FALSE(there.rotate(second, now));
    cut.writes_left = 1000;
    auto const pair = there.read_pair();
    if (writes < 2) {
      EXPECT_EQ(pair.value(), first);
    } else {
      EXPECT_EQ(pair.error().message,
                "moor-signing-key.pem and moor-verifying-key.pem are not of one key pair");
    }
    SecretKey const third = SecretKey::random(rng);
    ASSERT_TRUE(there.rotate(third, now));
    EXPECT_EQ(there.read_pair().value(), writes < 2 ? third : second);
    std::vector<std::string> wrong;
    EXPECT_EQ(there.read_previous(wrong).at(0).key, first.public_key());
  }
}

TEST_F(SigningKeyFilesTest, PreviousAndSigningKeysCanBeRevokedAndOthersAreUnknown) {
  ASSERT_TRUE(keys.rotate(second, now));
  ASSERT_TRUE(keys.revoke_key(first.public_key().fingerprint()));
  EXPECT_EQ(keys.read_revoked_keys(errors), std::vector{first.public_key()});
  ASSERT_TRUE(keys.revoke_key(second.public_key().fingerprint()));
  EXPECT_EQ(keys.read_revoked_keys(errors).size(), 2u);
  EXPECT_EQ(keys.revoke_key("0123").error().message,
            "'0123' is the fingerprint of no key in moor-verifying-key.pem or previous-keys");
  EXPECT_TRUE(errors.empty());
}

TEST_F(SigningKeyFilesTest, WhatIsWrongWithOneFileLeavesTheOthers) {
  ASSERT_TRUE(keys.rotate(second, now));
  ASSERT_TRUE(keys.revoke_key(first.public_key().fingerprint()));
  ASSERT_TRUE(keys.revoke_token({"one", now}));
  files.content["previous-keys/a.pem"] = "junk";
  files.content["previous-keys/b.pem.Xy12"] = "a write that was cut off";
  files.content["revoked-keys/c.pem"] =
      drydock::token::encode_public_pem(second.public_key());  // Under a name that is not its own.
  files.content["revoked-tokens/two"] = "soon";
  EXPECT_EQ(keys.read_previous(errors).size(), 1u);
  EXPECT_EQ(keys.read_revoked_keys(errors).size(), 1u);
  EXPECT_EQ(keys.read_revoked_tokens(errors).size(), 2u) << "a token is meant, whatever its time";
  EXPECT_EQ(errors.size(), 3u);
}

TEST_F(SigningKeyFilesTest, NoErrorShowsAPrivateKey) {
  std::string const secret = files.content["moor-signing-key.pem"].substr(40, 20);
  files.content["moor-signing-key.pem"].replace(30, 2, "!!");
  EXPECT_EQ(keys.read_pair().error().message.find(secret), std::string::npos);
}

TEST(SigningKeyNames, ListsStandBesideThePrivateKey) {
  TestFiles files;
  SigningKeyFiles keys{files, {"secret/key.pem", "public/key.pem"}};
  Rng rng{Seed{1}};
  ASSERT_TRUE(keys.create(SecretKey::random(rng)));
  ASSERT_TRUE(keys.rotate(SecretKey::random(rng), WallTime{}));
  EXPECT_TRUE(files.content.contains("public/key.pem"));
  EXPECT_TRUE(files.content.contains("secret/key.pem"));
  EXPECT_EQ(files.list("secret/previous-keys").value().size(), 1u);
}

}  // namespace
}  // namespace drydock::moor::daemon
