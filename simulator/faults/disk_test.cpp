#include "simulator/faults/disk.hpp"

#include "simulator/faults/fault_testing.hpp"
#include "simulator/world/player.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

struct DiskFaults : testing::Test {
  World world{WorldSettings{}};
  Player a{world, "a"};
  Disk& disk = world.disk(a.node());
};

TEST_F(DiskFaults, AFullDiskTakesNothingUntilThereIsRoom) {
  EXPECT_EQ(give(world, "disk-full a"), "");
  EXPECT_FALSE(disk.write("key", "1"));
  EXPECT_EQ(give(world, "disk-ok a"), "");
  EXPECT_TRUE(disk.write("key", "1"));
}

TEST_F(DiskFaults, ReadErrorsMeetSomeFilesOrAll) {
  ASSERT_TRUE(disk.write("keys/1", "1"));
  ASSERT_TRUE(disk.write("log", "1"));
  EXPECT_EQ(give(world, "read-error a keys/*"), "");
  EXPECT_FALSE(disk.read("keys/1"));
  EXPECT_TRUE(disk.read("log"));
  EXPECT_EQ(give(world, "read-error a all"), "");
  EXPECT_FALSE(disk.read("log"));
  EXPECT_EQ(give(world, "read-ok a"), "");
  EXPECT_TRUE(disk.read("keys/1"));
}

TEST_F(DiskFaults, AFileIsRemovedByItsName) {
  ASSERT_TRUE(disk.write("allowed-hosts/1", "1"));
  EXPECT_EQ(give(world, "remove-file a allowed-hosts/1"), "");
  EXPECT_EQ(disk.read("allowed-hosts/1").value(), std::nullopt);
  EXPECT_EQ(give(world, "remove-file a allowed-hosts/1"), "");
}

TEST_F(DiskFaults, ABackupBringsOldFilesBack) {
  ASSERT_TRUE(disk.write("key", "old"));
  ASSERT_TRUE(disk.write("log", "old"));
  EXPECT_EQ(give(world, "snapshot a monday"), "");
  ASSERT_TRUE(disk.write("key", "new"));
  ASSERT_TRUE(disk.write("log", "new"));
  EXPECT_EQ(give(world, "restore a tuesday"), "");
  EXPECT_EQ(disk.read("key").value(), "new");
  EXPECT_EQ(give(world, "restore a monday key*"), "");
  EXPECT_EQ(disk.read("key").value(), "old");
  EXPECT_EQ(disk.read("log").value(), "new");
  EXPECT_EQ(give(world, "restore a monday"), "");
  EXPECT_EQ(disk.read("log").value(), "old");
}

TEST_F(DiskFaults, HealingMendsDisksAndBringsNothingBack) {
  ASSERT_TRUE(disk.write("key", "1"));
  give(world, "disk-full a");
  give(world, "read-error a all");
  give(world, "remove-file a key");
  heal_everything(world);
  EXPECT_EQ(disk.read("key").value(), std::nullopt);
  EXPECT_TRUE(disk.write("key", "2"));
}

TEST_F(DiskFaults, AnErrorNamesWhatIsMissing) {
  EXPECT_EQ(give(world, "disk-full x"), "column 11: there is no node 'x'");
  EXPECT_EQ(give(world, "read-error a"),
            "column 13: a glob of files, or all is missing at the end of the line");
  EXPECT_EQ(give(world, "restore a"),
            "column 10: the name of a snapshot is missing at the end of the line");
}

TEST_F(DiskFaults, OnlyFilesThatMayBeMetAreDrawn) {
  FaultTargets targets;
  targets.disks = {{.process = "a",
                    .may_be_full = false,
                    .unreadable = {"keys/*", "all"},
                    .removable = {},
                    .restorable = {"*"}},
                   {.process = "b",
                    .may_be_full = true,
                    .unreadable = {},
                    .removable = {"x", "y"},
                    .restorable = {}}};
  expect_draws_can_be_given(disk_full_fault(), targets);
  expect_draws_can_be_given(read_error_fault(), targets);
  expect_draws_can_be_given(lost_file_fault(), targets);
  expect_draws_can_be_given(old_backup_fault(), targets);
}

}  // namespace
}  // namespace drydock::simulator
