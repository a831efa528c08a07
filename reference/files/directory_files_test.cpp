#include "reference/files/directory_files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

namespace drydock::files {
namespace {

struct DirectoryFilesTest : ::testing::Test {
  DirectoryFilesTest() {
    std::string name = "/tmp/drydock-files-XXXXXX";
    base = mkdtemp(name.data());
    files.emplace(base + "/data");
    umask(0);
  }
  ~DirectoryFilesTest() override {
    umask(022);
    std::filesystem::remove_all(base);
  }
  int mode_of(std::string const& name) const {
    struct stat status = {};
    EXPECT_EQ(stat((base + "/data/" + name).c_str(), &status), 0) << name;
    return status.st_mode & 0777;
  }

  std::string base;
  std::optional<DirectoryFiles> files;
};

TEST_F(DirectoryFilesTest, WhatIsWrittenIsReadAndListed) {
  EXPECT_EQ(files->read("a").value(), std::nullopt);
  EXPECT_TRUE(files->list("allowed").value().empty());
  ASSERT_TRUE(files->write("allowed/two", "2"));
  ASSERT_TRUE(files->write("allowed/one", std::string("1\0\n", 3)));
  EXPECT_EQ(files->read("allowed/one").value(), std::string("1\0\n", 3));
  EXPECT_EQ(files->list("allowed").value(), (std::vector<std::string>{"one", "two"}));
  ASSERT_TRUE(files->write("allowed/one", "new"));
  EXPECT_EQ(files->read("allowed/one").value(), "new");
  ASSERT_TRUE(files->remove("allowed/one"));
  ASSERT_TRUE(files->remove("allowed/one"));
  EXPECT_EQ(files->list("allowed").value(), (std::vector<std::string>{"two"}));
}

// EN-15, with a umask that forbids nothing.
TEST_F(DirectoryFilesTest, OnlyTheOwnerHasAccess) {
  ASSERT_TRUE(files->write("allowed/one", "1"));
  EXPECT_EQ(mode_of(""), 0700);
  EXPECT_EQ(mode_of("allowed"), 0700);
  EXPECT_EQ(mode_of("allowed/one"), 0600);
}

TEST_F(DirectoryFilesTest, NamesThatLeadOutAreRefused) {
  for (char const* name : {"", "/etc/passwd", "../x", "a/../../x"}) {
    EXPECT_FALSE(files->read(name)) << name;
    EXPECT_FALSE(files->write(name, "x")) << name;
  }
}

TEST_F(DirectoryFilesTest, WhatIsNoFileIsAnErrorThatNamesIt) {
  ASSERT_TRUE(files->write("allowed/one", "1"));
  auto const read = files->read("allowed");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("/data/allowed: it is no regular file"), std::string::npos);
}

}  // namespace
}  // namespace drydock::files
