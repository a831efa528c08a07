#include "simulator/world/records.hpp"

#include <gtest/gtest.h>

#include "simulator/world/world.hpp"

namespace drydock::simulator {
namespace {

using Changes = std::vector<RecordChange>;

std::vector<std::string> keys(Records& records, std::string_view prefix) {
  std::vector<std::string> all;
  Result<std::vector<Record>> const found = records.read_all(prefix);
  for (Record const& record : *found) all.push_back(record.key);
  return all;
}

TEST(Records, WhatIsCommittedIsReadByPrefixInTheOrderOfKeys) {
  Disk disk;
  Records records(disk);
  ASSERT_TRUE(records.commit({{"b/2", Bytes{2}}, {"b/1", Bytes{1}}, {"a", Bytes{}}, {"c", {}}}));
  EXPECT_EQ(keys(records, "b/"), (std::vector<std::string>{"b/1", "b/2"}));
  EXPECT_EQ(keys(records, ""), (std::vector<std::string>{"a", "b/1", "b/2"}));
  ASSERT_TRUE(records.commit({{"b/1", Bytes{3}}, {"b/2", std::nullopt}, {"b/1", Bytes{4}}}));
  EXPECT_EQ(records.read_all("b").value(), (std::vector<Record>{{"b/1", Bytes{4}}}));
}

TEST(Records, WhileTheDiskIsFullNothingChanges) {
  Disk disk;
  Records records(disk);
  ASSERT_TRUE(records.commit({{"a", Bytes{1}}}));
  disk.set_full(true);
  EXPECT_FALSE(records.commit({{"a", std::nullopt}, {"b", Bytes{2}}}));
  EXPECT_EQ(keys(records, ""), std::vector<std::string>{"a"});
  disk.set_full(false);
  EXPECT_TRUE(records.commit({{"b", Bytes{2}}}));
}

/// What a node commits at each start, and finds of the start before.
class Committing final : public Machine {
 public:
  explicit Committing(Records& records, std::size_t& found) : records_(records), found_(found) {}
  void step(VirtualTime, Input const& input, Outbox&) override {
    if (!std::holds_alternative<Started>(input)) return;
    found_ = records_.read_all("").value().size();
    ASSERT_TRUE(records_.commit({{"start " + std::to_string(found_), Bytes{7}}}));
  }

 private:
  Records& records_;
  std::size_t& found_;
};

std::string digest_of(std::size_t starts, std::size_t& found, bool adds = false) {
  World world{WorldSettings{}};
  NodeId const id{0};
  if (adds) world.records(id).set_content({{"before", Bytes{1}}});
  world.add_node("d", [&](Rng, std::uint64_t) {
    return std::make_unique<Committing>(world.records(id), found);
  });
  for (std::size_t start = 0; start < starts; ++start) {
    world.restart(id);
    world.run_until(world.now() + std::chrono::seconds{1});
  }
  return world.digest();
}

TEST(Records, AreThereAfterACrashAndInTheDigest) {
  std::size_t found = 0;
  std::string const once = digest_of(3, found);
  EXPECT_EQ(found, 2u);
  EXPECT_EQ(digest_of(3, found), once);
  EXPECT_NE(digest_of(3, found, true), once);
  EXPECT_EQ(found, 3u);
}

}  // namespace
}  // namespace drydock::simulator
