#include "reference/moor/daemon/allowed_hosts.hpp"

#include <gtest/gtest.h>

#include "reference/moor/enrollment/test_files.hpp"

namespace drydock::moor::daemon {
namespace {

using enrollment::TestFiles;

struct AllowedHostsTest : ::testing::Test {
  CurvePublicKey key() { return CurveKeyPair::generate(rng).public_key; }
  AllowedHost host() { return {Uuid::random(rng), key(), "curl-worker", "here", {}}; }

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

// Found by simulation: a file was removed and put back, and its key had enrolled anew meanwhile.
TEST_F(AllowedHostsTest, TwoFilesOfOneKeyAllowWhoWasAdmittedUnderEither) {
  AllowedHost const one = host();
  AllowedHost other = host();
  other.key = one.key;
  ASSERT_TRUE(hosts.add(one, "t"));
  ASSERT_TRUE(hosts.add(other, "t"));
  AllowedHosts restarted{files};
  ASSERT_TRUE(restarted.reload(warnings));
  EXPECT_TRUE(restarted.has_user(one.uuid.text()));
  EXPECT_TRUE(restarted.has_user(other.uuid.text()));
  EXPECT_TRUE(restarted.find(one.key).has_value());
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

// ST-08, and the grammar of stock mooR, which reads the same files.
TEST_F(AllowedHostsTest, WhatAKeyBoundIsItsOwnAlsoAfterARestart) {
  AllowedHost const one = host();
  AllowedHost const other = host();
  ASSERT_TRUE(hosts.add(one, "t"));
  ASSERT_TRUE(hosts.add(other, "t"));
  Uuid const service = Uuid::random(rng);
  ASSERT_TRUE(hosts.bind(one.key, service));
  AllowedHosts restarted{files};
  ASSERT_TRUE(restarted.reload(warnings));
  for (AllowedHosts const* known : {&hosts, &restarted}) {
    EXPECT_TRUE(known->is_bound(one.key, service));
    EXPECT_TRUE(known->is_bound(one.uuid.text(), service));
    EXPECT_FALSE(known->is_bound(other.key, service));
    EXPECT_FALSE(known->is_bound(other.uuid.text(), service));
    EXPECT_FALSE(known->is_anothers(one.key, service));
    EXPECT_TRUE(known->is_anothers(other.key, service));
  }
  EXPECT_EQ(files.content["allowed-hosts/" + one.uuid.text()],
            "# Service: curl-worker (here)\n# Enrolled: t\npublic=" + one.key.z85() +
                "\nservice=" + service.text() + "\n");
}

TEST_F(AllowedHostsTest, TheIdBoundLongestAgoMakesRoom) {
  AllowedHost const added = host();
  ASSERT_TRUE(hosts.add(added, "t"));
  std::vector<Uuid> ids;
  for (std::size_t k = 0; k < AllowedHosts::services_max; ++k) {
    ids.push_back(Uuid::random(rng));
    ASSERT_TRUE(hosts.bind(added.key, ids.back()));
  }
  ASSERT_TRUE(hosts.bind(added.key, ids[0])) << "which makes it the latest";
  ASSERT_TRUE(hosts.bind(added.key, Uuid::random(rng)));
  EXPECT_TRUE(hosts.is_bound(added.key, ids[0]));
  EXPECT_FALSE(hosts.is_bound(added.key, ids[1]));
  EXPECT_TRUE(hosts.is_bound(added.key, ids[2]));
}

// TS-16: who was barred meanwhile is not let in again by what it enrolls.
TEST_F(AllowedHostsTest, ABarredHostBindsNothing) {
  AllowedHost const added = host();
  ASSERT_TRUE(hosts.add(added, "t"));
  ASSERT_TRUE(files.remove("allowed-hosts/" + added.uuid.text()));
  EXPECT_FALSE(hosts.bind(added.key, Uuid::random(rng)));
  EXPECT_TRUE(files.content.empty());
}

TEST_F(AllowedHostsTest, AHostThatCannotBeSavedIsNotAllowed) {
  files.full = true;
  AllowedHost const unsaved = host();
  EXPECT_FALSE(hosts.add(unsaved, "t"));
  EXPECT_EQ(hosts.find(unsaved.key), std::nullopt);
}

}  // namespace
}  // namespace drydock::moor::daemon
