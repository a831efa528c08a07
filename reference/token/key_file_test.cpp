#include "reference/token/key_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "reference/token/pem.hpp"
#include "reference/token/testing.hpp"

namespace drydock::token {
namespace {

std::string content_of(std::string const& path) {
  std::ostringstream text;
  text << std::ifstream{path, std::ios::binary}.rdbuf();
  return text.str();
}

mode_t mode_of(std::string const& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

class KeyFileTest : public testing::Test {
 protected:
  KeyFileTest() {
    std::string name = testing::TempDir() + "/drydock-key-XXXXXX";
    directory = ::mkdtemp(name.data());
  }
  ~KeyFileTest() override { std::filesystem::remove_all(directory); }

  std::string path(std::string const& name) const { return directory + "/" + name; }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(directory),
                                                  std::filesystem::directory_iterator()));
  }
  /// The exit code of a command in the directory; its output goes to the file `out`.
  int run(std::string const& command) const {
    auto const line = "cd '" + directory + "' && " + command + " > out 2> err";
    int const status = std::system(line.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  std::string directory;
};

TEST_F(KeyFileTest, APrivateKeyIsItsOwnersOnlyWhateverTheUmask) {  // TK-11
  for (mode_t const mask : {0000u, 0022u, 0777u}) {
    mode_t const before = ::umask(mask);
    auto const written = write_private_key_file(path("key"), key_of(1), Existing::replace);
    auto const published =
        write_public_key_file(path("pub"), key_of(1).public_key(), Existing::replace);
    ::umask(before);
    ASSERT_TRUE(written && published);
    EXPECT_EQ(mode_of(path("key")), 0600u);
    EXPECT_EQ(mode_of(path("pub")), 0644u);
  }
  EXPECT_EQ(files(), 2u);
}

TEST_F(KeyFileTest, NobodyEverSeesAnotherModeOrAPartOfTheFile) {  // TK-11, EN-16
  mode_t const before = ::umask(0);
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  std::thread watcher{[&] {
    while (!stop) {
      for (auto const& entry : std::filesystem::directory_iterator(directory)) {
        mode_t const mode = mode_of(entry.path());
        if (mode != 0 && mode != 0600) ++wrong;
      }
      auto const text = content_of(path("key"));
      if (!text.empty() && !decode_private_pem(text)) ++wrong;
    }
  }};
  for (std::uint64_t k = 0; k < 100; ++k) {
    EXPECT_TRUE(write_private_key_file(path("key"), key_of(k), Existing::replace));
  }
  stop = true;
  watcher.join();
  ::umask(before);
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(read_private_key_file(path("key")), key_of(99));
}

TEST_F(KeyFileTest, WhatIsThereIsKeptUnlessReplacingWasAsked) {
  ASSERT_TRUE(write_private_key_file(path("key"), key_of(1), Existing::refuse));
  auto const again = write_private_key_file(path("key"), key_of(2), Existing::refuse);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().message, path("key") + ": File exists");
  EXPECT_EQ(read_private_key_file(path("key")), key_of(1));
  EXPECT_EQ(files(), 1u);
}

TEST_F(KeyFileTest, AFailureLeavesNothingBehind) {
  ASSERT_TRUE(std::filesystem::create_directory(path("key")));
  ASSERT_FALSE(write_private_key_file(path("key"), key_of(1), Existing::replace));
  EXPECT_EQ(files(), 1u);
  EXPECT_FALSE(write_private_key_file(path("no/such/key"), key_of(1), Existing::replace));
}

TEST_F(KeyFileTest, APairThatDoesNotBelongTogetherIsRefused) {  // TK-10
  ASSERT_TRUE(write_private_key_file(path("key"), key_of(1), Existing::refuse));
  ASSERT_TRUE(write_public_key_file(path("pub"), key_of(2).public_key(), Existing::refuse));
  EXPECT_EQ(read_key_pair(path("key"), path("pub")).error().message,
            path("key") + " and " + path("pub") + " are not of one key pair");
  ASSERT_TRUE(write_public_key_file(path("pub"), key_of(1).public_key(), Existing::replace));
  EXPECT_EQ(read_key_pair(path("key"), path("pub")), key_of(1));
}

TEST_F(KeyFileTest, WhatCannotBeReadIsNamed) {
  EXPECT_EQ(read_private_key_file(path("none")).error().message,
            path("none") + ": No such file or directory");
  EXPECT_EQ(read_private_key_file(directory).error().message, directory + ": Is a directory");
  std::ofstream{path("long")} << std::string(70000, 'x');
  EXPECT_EQ(read_public_key_file(path("long")).error().message,
            path("long") + ": too long for a PEM key");
}

TEST_F(KeyFileTest, AKeyThatOthersCanReadIsWarnedOf) {
  ASSERT_TRUE(write_private_key_file(path("key"), key_of(1), Existing::refuse));
  EXPECT_EQ(exposure_of(path("key")), std::nullopt);
  ASSERT_EQ(::chmod(path("key").c_str(), 0640), 0);
  EXPECT_EQ(exposure_of(path("key")),
            path("key") + ": mode 0640 lets others than its owner at a private key; chmod 600 it");
}

TEST_F(KeyFileTest, KeysMadeByOpensslLoad) {  // TK-09
  ASSERT_EQ(run("openssl version"), 0) << "packages.txt names it";
  ASSERT_EQ(run("openssl genpkey -algorithm ed25519 -out key"), 0) << content_of(path("err"));
  ASSERT_EQ(run("openssl pkey -in key -pubout -out pub"), 0) << content_of(path("err"));
  auto const key = read_key_pair(path("key"), path("pub"));
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(encode_private_pem(*key), content_of(path("key")));
  EXPECT_EQ(encode_public_pem(key->public_key()), content_of(path("pub")));
}

TEST_F(KeyFileTest, OpensslReadsOurKeysAndSignsTheSame) {  // TK-09
  ASSERT_EQ(run("openssl version"), 0) << "packages.txt names it";
  auto const key = key_of(7);
  ASSERT_TRUE(write_private_key_file(path("key"), key, Existing::refuse));
  ASSERT_TRUE(write_public_key_file(path("pub"), key.public_key(), Existing::refuse));
  ASSERT_EQ(run("openssl pkey -in key -pubout"), 0) << content_of(path("err"));
  EXPECT_EQ(content_of(path("out")), content_of(path("pub")));
  ASSERT_EQ(run("openssl pkey -pubin -in pub -noout -text"), 0) << content_of(path("err"));
  std::ofstream{path("message")} << "a message";
  ASSERT_EQ(run("openssl pkeyutl -sign -rawin -inkey key -in message"), 0)
      << content_of(path("err"));
  auto const signature = key.sign(bytes_of("a message"));
  EXPECT_EQ(bytes_of(content_of(path("out"))), Bytes(signature.begin(), signature.end()));
}

TEST_F(KeyFileTest, OtherKeysOfOpensslAreRefused) {
  ASSERT_EQ(run("openssl version"), 0) << "packages.txt names it";
  ASSERT_EQ(run("openssl genpkey -algorithm x25519 -out x25519"), 0) << content_of(path("err"));
  EXPECT_EQ(read_private_key_file(path("x25519")).error().message,
            path("x25519") + ": the key is of another algorithm than Ed25519");
  ASSERT_EQ(run("openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256 -out ec"), 0);
  EXPECT_EQ(read_private_key_file(path("ec")).error().message,
            path("ec") + ": the key is of another algorithm than Ed25519");
  ASSERT_EQ(run("openssl genpkey -algorithm ed25519 -aes256 -pass pass:x -out locked"), 0);
  EXPECT_EQ(read_private_key_file(path("locked")).error().message,
            path("locked") +
                ": expected a PEM block labelled 'PRIVATE KEY', and saw a block "
                "labelled 'ENCRYPTED PRIVATE KEY'");
}

}  // namespace
}  // namespace drydock::token
