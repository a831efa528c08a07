#include "reference/files/sqlite_store.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "reference/core/rng.hpp"

namespace drydock::files {
namespace {

class SqliteStoreTest : public testing::Test {
 protected:
  SqliteStoreTest() {
    std::string name = (std::filesystem::temp_directory_path() / "drydock-sqlite-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
  }
  ~SqliteStoreTest() override { std::filesystem::remove_all(directory_); }
  std::string path() const { return directory_ + "/world.db"; }

 private:
  std::string directory_;
};

Record record(std::string key, std::string_view value) { return {std::move(key), bytes_of(value)}; }

TEST_F(SqliteStoreTest, RecordsAreInTheOrderOfTheirKeysAndSurviveTheProgram) {
  std::string const odd("k/\0\xff\x01", 5);
  {
    auto store = SqliteStore::open(path());
    ASSERT_TRUE(store.has_value()) << store.error().message;
    auto const done = store->commit({{"k/b", bytes_of("2")},
                                     {"k/a", bytes_of("")},
                                     {odd, bytes_of("odd")},
                                     {"l", bytes_of("other")},
                                     {"k/b", bytes_of("3")},
                                     {"l", std::nullopt},
                                     {"never", std::nullopt}});
    ASSERT_TRUE(done.has_value()) << done.error().message;
  }
  auto store = SqliteStore::open(path());
  ASSERT_TRUE(store.has_value()) << store.error().message;
  EXPECT_EQ(*store->read_all("k/"),
            (std::vector<Record>{record(odd, "odd"), record("k/a", ""), record("k/b", "3")}));
  EXPECT_EQ(store->read_all("")->size(), 3U);
  EXPECT_TRUE(store->read_all("z")->empty());
}

TEST_F(SqliteStoreTest, IsItsOwnersAndOneProgramsOnly) {
  auto const store = SqliteStore::open(path());
  ASSERT_TRUE(store.has_value());
  struct stat status{};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  auto const second = SqliteStore::open(path());
  ASSERT_FALSE(second.has_value());
  EXPECT_NE(second.error().message.find("world.db: database is locked"), std::string::npos)
      << second.error().message;
}

TEST_F(SqliteStoreTest, WhatCannotBeOpenedIsNamed) {
  EXPECT_NE(SqliteStore::open("/nowhere/world.db").error().message.find("/nowhere/world.db"),
            std::string::npos);
  std::filesystem::create_directory(path());
  EXPECT_FALSE(SqliteStore::open(path()).has_value());
}

/// The number that record `n` of a commit holds, and how many records a commit writes.
constexpr int records_each = 20;

/// Commits 1, 2, 3 ... after `from` for ever, all records of a commit the same; says each number
/// once it is committed.
[[noreturn]] void commit_for_ever(std::string const& path, std::uint32_t from, int acknowledge) {
  auto store = SqliteStore::open(path);
  if (!store) ::_exit(1);
  for (auto number = from + 1;; ++number) {
    std::vector<RecordChange> changes;
    for (int i = 0; i < records_each; ++i)
      changes.push_back({"r/" + std::to_string(i), bytes_of(std::to_string(number))});
    if (!store->commit(changes)) ::_exit(1);
    if (::write(acknowledge, &number, sizeof number) != sizeof number) ::_exit(1);
  }
}

/// Kills the child after it has acknowledged `wanted` commits more, at no instant in particular;
/// gives the last number that was acknowledged.
std::uint32_t killed_after(pid_t child, int acknowledged, std::uint32_t last,
                           std::uint64_t wanted) {
  std::uint32_t number = last;
  for (std::uint64_t i = 0; i < wanted; ++i) {
    if (::read(acknowledged, &number, sizeof number) != sizeof number) break;
    last = number;
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  while (::read(acknowledged, &number, sizeof number) == sizeof number) last = number;
  return last;
}

/// DRYDOCK_KILLS asks for other than 50 kills.
TEST_F(SqliteStoreTest, AKillLosesNothingAcknowledgedAndLeavesNothingHalf) {
  auto const* const asked = std::getenv("DRYDOCK_KILLS");
  int const kills = asked != nullptr ? std::atoi(asked) : 50;
  Rng rng(Seed{static_cast<std::uint64_t>(::getpid())});
  std::uint32_t stored = 0;
  for (int kill = 0; kill < kills; ++kill) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    pid_t const child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(ends[0]);
      commit_for_ever(path(), stored, ends[1]);
    }
    ::close(ends[1]);
    auto const wanted = 1 + rng.below(20);
    auto const acknowledged = killed_after(child, ends[0], stored, wanted);
    ::close(ends[0]);
    ASSERT_GT(acknowledged, stored);
    auto store = SqliteStore::open(path());
    ASSERT_TRUE(store.has_value()) << store.error().message;
    auto const records = *store->read_all("r/");
    ASSERT_EQ(records.size(), static_cast<std::size_t>(records_each));
    for (auto const& found : records) EXPECT_EQ(found.value, records[0].value);
    auto const number =
        static_cast<std::uint32_t>(std::stoul(std::string(text_of(records[0].value))));
    EXPECT_GE(number, acknowledged);
    EXPECT_LE(number, acknowledged + 1);  // Committed, and killed before it could say so.
    stored = number;
  }
}

}  // namespace
}  // namespace drydock::files
