#include "simulator/world/disk.hpp"

#include <gtest/gtest.h>

namespace drydock::simulator {
namespace {

using Names = std::vector<std::string>;

TEST(Disk, WhatIsWrittenIsReadAndListed) {
  Disk disk;
  EXPECT_EQ(disk.read("a").value(), std::nullopt);
  EXPECT_TRUE(disk.list("allowed").value().empty());
  ASSERT_TRUE(disk.write("allowed/two", "2"));
  ASSERT_TRUE(disk.write("allowed/one", std::string("1\0\n", 3)));
  ASSERT_TRUE(disk.write("allowed/old/one", "0"));
  ASSERT_TRUE(disk.write("allowed/old.list", "-"));
  ASSERT_TRUE(disk.write("other", "3"));
  EXPECT_EQ(disk.read("allowed/one").value(), std::string("1\0\n", 3));
  EXPECT_EQ(disk.list("allowed").value(), (Names{"old", "old.list", "one", "two"}));
  ASSERT_TRUE(disk.write("allowed/one", "new"));
  EXPECT_EQ(disk.read("allowed/one").value(), "new");
  ASSERT_TRUE(disk.remove("allowed/one"));
  ASSERT_TRUE(disk.remove("allowed/one"));
  EXPECT_EQ(disk.list("allowed").value(), (Names{"old", "old.list", "two"}));
}

TEST(Disk, NamesThatLeadOutAreRefused) {
  Disk disk;
  for (char const* name : {"", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a"}) {
    EXPECT_FALSE(disk.read(name)) << name;
    EXPECT_FALSE(disk.write(name, "x")) << name;
    EXPECT_FALSE(disk.remove(name)) << name;
    EXPECT_FALSE(disk.list(name)) << name;
    EXPECT_FALSE(disk.directory("d").write(name, "x")) << name;
  }
}

TEST(Disk, AFileIsNoDirectoryAndADirectoryNoFile) {
  Disk disk;
  ASSERT_TRUE(disk.write("a/b", "1"));
  EXPECT_EQ(disk.read("a").error().message, "cannot read a: it is no regular file");
  EXPECT_EQ(disk.write("a", "2").error().message, "cannot write a: it is a directory");
  EXPECT_EQ(disk.write("a/b/c", "2").error().message, "cannot write a/b/c: not a directory");
  EXPECT_EQ(disk.list("a/b").error().message, "cannot list a/b: not a directory");
  EXPECT_EQ(disk.remove("a").error().message, "cannot remove a: it is a directory");
}

TEST(Disk, DirectoriesAreApartAndTheDiskHasThemAll) {
  Disk disk;
  FileStore& data = disk.directory("data");
  FileStore& config = disk.directory("config");
  ASSERT_TRUE(data.write("key", "d"));
  ASSERT_TRUE(config.write("key", "c"));
  ASSERT_TRUE(data.write("hosts/1", "x"));
  EXPECT_EQ(data.read("key").value(), "d");
  EXPECT_EQ(config.read("key").value(), "c");
  EXPECT_EQ(data.list("hosts").value(), Names{"1"});
  EXPECT_EQ(disk.read("data/hosts/1").value(), "x");
  EXPECT_EQ(&disk.directory("data"), &data);
  ASSERT_TRUE(data.remove("key"));
  EXPECT_EQ(data.read("key").value(), std::nullopt);
  EXPECT_EQ(config.read("key").value(), "c");
}

TEST(Disk, AFullOneKeepsWhatItHas) {
  Disk disk;
  ASSERT_TRUE(disk.write("a", "old"));
  disk.set_full(true);
  EXPECT_EQ(disk.write("a", "new").error().message, "cannot write a: no space left on device");
  EXPECT_EQ(disk.read("a").value(), "old");
  EXPECT_TRUE(disk.remove("a"));
  disk.set_full(false);
  EXPECT_TRUE(disk.write("a", "new"));
}

TEST(Disk, ABadBlockFailsTheFilesThatTheGlobFits) {
  Disk disk;
  ASSERT_TRUE(disk.write("keys/secret", "s"));
  ASSERT_TRUE(disk.write("other", "o"));
  disk.make_unreadable("keys/*");
  EXPECT_EQ(disk.directory("keys").read("secret").error().message,
            "cannot read keys/secret: input/output error");
  EXPECT_EQ(disk.read("other").value(), "o");
  EXPECT_EQ(disk.read("keys/none").value(), std::nullopt);
  disk.make_unreadable("*");
  EXPECT_FALSE(disk.read("other"));
  disk.mend();
  EXPECT_EQ(disk.read("keys/secret").value(), "s");
}

TEST(Disk, ASnapshotBringsBackWhatWas) {
  Disk disk;
  ASSERT_TRUE(disk.write("keys/a", "1"));
  ASSERT_TRUE(disk.write("log", "1"));
  disk.take_snapshot("old");
  ASSERT_TRUE(disk.write("keys/a", "2"));
  ASSERT_TRUE(disk.write("keys/b", "2"));
  ASSERT_TRUE(disk.write("log", "2"));
  EXPECT_FALSE(disk.restore("older"));
  EXPECT_TRUE(disk.restore("old", "keys/*"));
  EXPECT_EQ(disk.files(),
            (std::map<std::string, std::string, std::less<>>{{"keys/a", "1"}, {"log", "2"}}));
  EXPECT_TRUE(disk.lose("keys/a"));
  EXPECT_FALSE(disk.lose("keys/a"));
  EXPECT_TRUE(disk.restore("old"));
  EXPECT_EQ(disk.read("log").value(), "1");
  EXPECT_EQ(disk.read("keys/a").value(), "1");
}

TEST(Disk, ChangesByTheProcessAreToldAndThoseOfOthersAreNot) {
  Names told;
  Disk disk{[&](Disk::Change change, std::string_view name, std::string_view content) {
    bool const written = change == Disk::Change::written;
    told.push_back((written ? "+" : "-") + std::string(name) + std::string(content));
  }};
  ASSERT_TRUE(disk.directory("d").write("a", "1"));
  ASSERT_TRUE(disk.remove("none"));
  ASSERT_TRUE(disk.remove("d/a"));
  disk.take_snapshot("s");
  disk.set_full(true);
  EXPECT_FALSE(disk.write("b", "2"));
  disk.restore("s");
  disk.lose("d/a");
  EXPECT_EQ(told, (Names{"+d/a1", "-d/a"}));
}

}  // namespace
}  // namespace drydock::simulator
