#include "reference/moor/enrollment/allowed_hosts.hpp"

#include <gtest/gtest.h>

#include "reference/moor/enrollment/test_files.hpp"

namespace drydock::moor::enrollment {
namespace {

struct AllowedHostsTest : ::testing::Test {
  CurvePublicKey key() { return CurveKeyPair::generate(rng).public_key; }
  AllowedHost host() { return {Uuid::random(rng), key(), "curl-worker", "here"}; }

  Rng rng{Seed{1}};
  TestFiles files;
  AllowedHosts hosts{files};
  std::vector<std::string> warnings;
};

TEST_F(AllowedHostsTest, AnAddedHostIsFoundNowAndAfterARestart) {
  AllowedHost const added = host();
  ASSERT_TRUE(hosts.add(added, "2026-11-21T04:00:00Z"));
  EXPECT_EQ(hosts.find(added.key), added.uuid);
  AllowedHosts restarted{files};
  ASSERT_TRUE(restarted.reload(warnings));
  EXPECT_EQ(restarted.find(added.key), added.uuid);
  EXPECT_TRUE(warnings.empty());
}

// TS-16.
TEST_F(AllowedHostsTest, ARemovedFileBarsItsKey) {
  AllowedHost const kept = host();
  AllowedHost const removed = host();
  ASSERT_TRUE(hosts.add(kept, "t"));
  ASSERT_TRUE(hosts.add(removed, "t"));
  ASSERT_TRUE(files.remove("allowed-hosts/" + removed.uuid.text()));
  EXPECT_EQ(hosts.reload(warnings), std::vector<Uuid>{removed.uuid});
  EXPECT_EQ(hosts.find(removed.key), std::nullopt);
  EXPECT_EQ(hosts.find(kept.key), kept.uuid);
}

TEST_F(AllowedHostsTest, FilesThatAreNoHostsArePassedOver) {
  files.content["allowed-hosts/README"] = "public=" + key().z85();
  files.content["allowed-hosts/" + Uuid::random(rng).text()] = "public=short";
  files.content["allowed-hosts/" + Uuid::random(rng).text()] = "nothing";
  std::string const unreadable = "allowed-hosts/" + Uuid::random(rng).text();
  files.content[unreadable] = "public=" + key().z85();
  files.broken.insert(unreadable);
  ASSERT_TRUE(hosts.reload(warnings));
  EXPECT_EQ(hosts.size(), 0u);
  EXPECT_EQ(warnings.size(), 4u);
}

TEST_F(AllowedHostsTest, AHostThatCannotBeSavedIsNotAllowed) {
  files.full = true;
  AllowedHost const unsaved = host();
  EXPECT_FALSE(hosts.add(unsaved, "t"));
  EXPECT_EQ(hosts.find(unsaved.key), std::nullopt);
}

}  // namespace
}  // namespace drydock::moor::enrollment
