#include "conformance/testee/testee_files.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "conformance/testee/disk_files.hpp"
#include "conformance/testee/memory_files.hpp"
#include "conformance/testee/private_directory.hpp"

namespace drydock::conformance {
namespace {

using Paths = std::vector<std::string>;

void expect_files(TesteeFiles& files, std::string const& folder) {
  EXPECT_EQ(files.list(folder), Paths{});
  EXPECT_EQ(files.read(folder + "/a"), std::nullopt);
  files.write(folder + "/b", "two");
  files.write(folder + "/a", "one");
  files.write(folder + "/deep/er/c", std::string("\0\n", 2));
  EXPECT_EQ(files.list(folder), (Paths{folder + "/a", folder + "/b", folder + "/deep/er/c"}));
  EXPECT_EQ(files.list(folder + "/deep"), Paths{folder + "/deep/er/c"});
  EXPECT_EQ(files.read(folder + "/deep/er/c"), std::string("\0\n", 2));
  files.write(folder + "/a", "1");
  EXPECT_EQ(files.read(folder + "/a"), "1");
  files.remove(folder + "/a");
  files.remove(folder + "/a");
  EXPECT_EQ(files.list(folder), (Paths{folder + "/b", folder + "/deep/er/c"}));
}

TEST(TesteeFiles, AreTheSameOnDiskAndInMemory) {
  PrivateDirectory const directory{""};
  DiskFiles disk;
  expect_files(disk, directory.path() + "/data");
  MemoryFiles memory;
  expect_files(memory, "/data");
}

TEST(TesteeFiles, OnDiskTheyHaveModes) {
  PrivateDirectory const directory{""};
  std::string const path = directory.path() + "/key";
  DiskFiles files;
  EXPECT_EQ(files.mode(path), std::nullopt);
  files.write(path, "secret");
  files.set_mode(path, 0600);
  EXPECT_EQ(files.mode(path), 0600U);
  files.write(path, "other");
  EXPECT_EQ(files.mode(path), 0600U);
}

TEST(TesteeFiles, InMemoryAMachineSeesThemAsAStore) {
  MemoryFiles files;
  FileStore& store = files.directory("/data");
  ASSERT_TRUE(store.write("hosts/one", "1"));
  EXPECT_EQ(files.read("/data/hosts/one"), "1");
  files.write("/data/hosts/two", "2");
  EXPECT_EQ(store.list("hosts").value(), (Paths{"one", "two"}));
  ASSERT_TRUE(store.remove("hosts/one"));
  EXPECT_EQ(store.read("hosts/one").value(), std::nullopt);
  EXPECT_EQ(files.list("/data"), Paths{"/data/hosts/two"});
}

}  // namespace
}  // namespace drydock::conformance
