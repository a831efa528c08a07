#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "program/child_process.hpp"
#include "reference/transport/transport_testing.hpp"

namespace drydock::program {
namespace {

using Command = std::vector<std::string>;
using Json = nlohmann::json;

constexpr auto id = "00112233-4455-6677-8899-aabbccddeeff";
constexpr auto noon = "2026-07-22T12:00:00Z";

Command operator+(Command left, Command const& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

class TokenVerb : public testing::Test {
 protected:
  void SetUp() override { make_keys("key", "pub"); }

  std::string path(std::string const& name) const { return directory_.path(name); }
  Ended token(Command const& command) {
    return run_process(Command{DRYDOCK_PROGRAM, "token"} + command, directory_.path("."));
  }
  /// With `input` on stdin.
  Ended piped(std::string const& input, Command const& command) {
    std::ofstream{path("input")} << input;
    return run_process(Command{"/bin/sh", "-c", R"(input=$1; shift; exec "$@" < "$input")", "sh",
                               path("input"), DRYDOCK_PROGRAM, "token"} +
                           command,
                       directory_.path("."));
  }
  void make_keys(std::string const& secret, std::string const& published) {
    auto const made =
        token({"keygen", "--private-key", path(secret), "--public-key", path(published)});
    ASSERT_EQ(made.code, 0) << made.err;
  }
  std::string mint(Command const& flags) {
    auto const minted = token(Command{"mint", "--private-key", path("key"), "--now", noon} + flags);
    EXPECT_EQ(minted.code, 0) << minted.err;
    EXPECT_EQ(minted.err, "");
    return minted.out;
  }
  std::string mint_worker() { return mint({"--kind", "worker", "--id", id, "--type", "curl"}); }
  Ended verify(std::string const& text, Command const& flags) {
    return piped(text, Command{"verify", "-", "--public-key", path("pub")} + flags);
  }
  void expect_refused(Command const& command, std::string const& named) {
    auto const ended = token(command);
    EXPECT_EQ(ended.code, 2) << named;
    EXPECT_EQ(ended.out, "") << named;
    EXPECT_NE(ended.err.find(named), std::string::npos) << ended.err;
  }

  transport::TemporaryDirectory directory_;
};

TEST_F(TokenVerb, WhatWasMintedIsValidForItsHolderUntilItsEnd) {  // TK-08, ST-01
  auto const worker = mint_worker();
  Command const flags{"--kind", "worker", "--id", id, "--now"};
  auto const at = [&](std::string const& time) { return verify(worker, flags + Command{time}); };
  EXPECT_EQ(at(noon).out, "valid\n");
  EXPECT_EQ(at(noon).code, 0);
  EXPECT_EQ(at("2026-07-22T12:59:59.999999999Z").out, "valid\n");
  EXPECT_EQ(at("2026-07-22T13:00:00Z").out, "not valid: the token has expired\n");
  EXPECT_EQ(at("2026-07-22T13:00:00Z").code, 1);
  EXPECT_EQ(at("2026-07-22T11:59:59Z").out, "not valid: the token is not yet valid\n");
  EXPECT_EQ(
      verify(worker, {"--kind", "worker", "--now", "2026-07-22T13:00:00Z", "--leeway", "0.5"}).out,
      "valid\n");
}

TEST_F(TokenVerb, EachKindIsValidAsItselfOnly) {  // TK-03
  Command const kinds[] = {{"--kind", "client", "--id", id},
                           {"--kind", "auth", "--player", "#2"},
                           {"--kind", "host", "--id", id},
                           {"--kind", "worker", "--id", id}};
  std::string const tokens[] = {mint(kinds[0]), mint(kinds[1]),
                                mint(kinds[2] + Command{"--type", "tcp"}),
                                mint(kinds[3] + Command{"--type", "curl"})};
  for (std::size_t minted = 0; minted < 4; ++minted) {
    for (std::size_t asked = 0; asked < 4; ++asked) {
      auto const ended = verify(tokens[minted], kinds[asked] + Command{"--now", noon});
      EXPECT_EQ(ended.out,
                minted == asked ? "valid\n" : "not valid: the token has the wrong footer\n");
    }
  }
}

TEST_F(TokenVerb, AnothersTokenIsNamedAsSuch) {  // TK-06
  auto const ended = verify(mint_worker(), {"--kind", "worker", "--now", noon, "--json", "--id",
                                            "99999999-4455-6677-8899-aabbccddeeff"});
  EXPECT_EQ(ended.code, 1);
  auto const verdict = Json::parse(ended.out);
  EXPECT_EQ(verdict["valid"], false);
  EXPECT_EQ(verdict["reason"], "other_holder");
  EXPECT_EQ(verdict["digest"].get<std::string>().size(), 8u);
}

TEST_F(TokenVerb, AnyOfSeveralKeysMayHaveSigned) {  // ST-10
  make_keys("next", "next_pub");
  Command const next{"verify", "-",  "--kind",       "worker",
                     "--now",  noon, "--public-key", path("next_pub")};
  auto const worker = mint_worker();
  EXPECT_EQ(piped(worker, next).out, "not valid: the token's signature is bad\n");
  EXPECT_EQ(piped(worker, next + Command{"--public-key", path("pub")}).out, "valid\n");
}

TEST_F(TokenVerb, InspectShowsClaimsAndThatTheyAreNotVerified) {
  auto const ended = piped(mint_worker(), {"inspect", "-"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  auto const seen = Json::parse(ended.out);
  EXPECT_EQ(seen["verified"], false);
  EXPECT_EQ(seen["notice"].get<std::string>().find("not verified"), 0u);
  EXPECT_EQ(seen["kind"], "worker");
  EXPECT_EQ(seen["retired"], false);
  EXPECT_EQ(seen["footer"], "key-id:moor_worker");
  EXPECT_EQ(seen["payload"]["worker_type"], "curl");
  EXPECT_EQ(seen["payload"]["exp"], "2026-07-22T13:00:00Z");
}

TEST_F(TokenVerb, InspectRecognisesRetiredForms) {  // TK-14
  // The payload `tcp`, a signature of zeros, the host's footer.
  std::string const retired = "v4.public.dGNw" + std::string(85, 'A') + "A.a2V5LWlkOm1vb3JfaG9zdA";
  auto const seen = Json::parse(piped(retired, {"inspect", "-"}).out);
  EXPECT_EQ(seen["kind"], "host");
  EXPECT_EQ(seen["retired"], true);
  EXPECT_EQ(seen["payload"], "tcp");
}

TEST_F(TokenVerb, TheStockTokenIsValidInTheCompatibleProfile) {  // TK2-02, hosts 7.3
  std::ofstream{path("stock")} << "-----BEGIN PUBLIC KEY-----\n"
                                  "MCowBQYDK2VwAyEAA6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=\n"
                                  "-----END PUBLIC KEY-----\n";
  std::string const stock =
      "v4.public.eyJwbGF5ZXIiOiIjMiJ9YI6a8EdXRl6UqNSOtlMUDrlluEehU7GObjcUUdwq6aI1keZdOVd-OgcrJS5U_"
      "VL1Jo-I2FyypBvbJUlVtgZ8Dg.a2V5LWlkOm1vb3JfcGxheWVy";
  Command const command{"verify",   "-",  "--kind",       "auth",
                        "--player", "#2", "--public-key", path("stock")};
  EXPECT_EQ(piped(stock, command + Command{"--profile", "compatible"}).out, "valid\n");
  EXPECT_EQ(piped(stock, command).out,
            "not valid: the token is malformed: claim 'exp' is missing\n");
}

TEST_F(TokenVerb, KeygenKeepsWhatIsThereAndHidesThePrivateKey) {  // TK-11
  struct stat status{};
  ASSERT_EQ(::stat(path("key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  expect_refused({"keygen", "--private-key", path("key"), "--public-key", path("other")},
                 "File exists");
}

TEST_F(TokenVerb, AKeyThatOthersCanReadIsWarnedOf) {
  ASSERT_EQ(::chmod(path("key").c_str(), 0644), 0);
  auto const minted =
      token({"mint", "--private-key", path("key"), "--kind", "auth", "--player", "#2"});
  EXPECT_EQ(minted.code, 0);
  EXPECT_NE(minted.err.find("mode 0644"), std::string::npos) << minted.err;
}

TEST_F(TokenVerb, MistakesAreNamed) {
  Command const mint{"mint", "--private-key", path("key")};
  expect_refused({}, "Usage: drydock token VERB");
  expect_refused({"forge"}, "expected mint, inspect, verify or keygen, not \"forge\"");
  // Whoever forgets the verb has a token there (ST-12).
  expect_refused({"v4.public.bm90LWEtdG9rZW4"}, "expected mint, inspect, verify or keygen; see");
  expect_refused(mint, "--kind is required");
  expect_refused(mint + Command{"--kind", "king"}, "'king' is none of client, auth, host, worker");
  expect_refused(mint + Command{"--kind", "auth"}, "--player is required");
  expect_refused(mint + Command{"--kind", "auth", "--id", id},
                 "--id: an auth token names a --player");
  expect_refused(mint + Command{"--kind", "auth", "--player", "#-4"}, "'#-4' is no player");
  expect_refused(mint + Command{"--kind", "client", "--player", "#2"},
                 "--player: a client token names");
  expect_refused(mint + Command{"--kind", "client"}, "--id is required");
  expect_refused(mint + Command{"--kind", "client", "--id", "me"}, "'me' is no UUID");
  expect_refused(mint + Command{"--kind", "client", "--id", id, "--type", "tcp"}, "--type: only");
  expect_refused(mint + Command{"--kind", "host", "--id", id}, "--type is required");
  expect_refused(mint + Command{"--kind", "host", "--id", id, "--type", "udp"}, "'udp' is neither");
  expect_refused(mint + Command{"--kind", "worker", "--id", id, "--type", "\xff"}, "not UTF-8");
  expect_refused(mint + Command{"--kind", "auth", "--player", "#2", "--lifetime", "0"},
                 "--lifetime: 0");
  expect_refused(mint + Command{"--kind", "auth", "--player", "#2", "--now", "noon"},
                 "'noon' is no RFC 3339");
  expect_refused(mint + Command{"--kind", "auth", "--player", "#2", "--profile", "compatible",
                                "--lifetime", "1"},
                 "--lifetime: a token of the compatible profile has no end");
  expect_refused({"mint", "--kind", "auth", "--player", "#2"}, "--private-key is required");
  expect_refused({"mint", "--kind", "auth", "--player", "#2", "--private-key", path("pub")},
                 "labelled 'PUBLIC KEY'");
  expect_refused({"verify", "-", "--kind", "auth"}, "--public-key is required");
  expect_refused({"inspect"}, "expected one TOKEN, and saw 0");
}

TEST_F(TokenVerb, NoErrorShowsATokenOrAKey) {  // ST-12, TS-19
  auto const text = mint_worker();
  auto const worker = text.substr(0, text.size() - 1);
  std::ostringstream key;
  key << std::ifstream{path("key")}.rdbuf();
  auto const material = key.str().substr(60, 20);
  Command const good{"--kind", "worker", "--public-key", path("pub")};
  for (auto const& command :
       {Command{worker}, Command{"inspect", worker, worker}, Command{"inspect", worker + "="},
        Command{"verify", worker, worker} + good, Command{"verify", worker + "x"} + good,
        Command{"verify", worker, "--kind", "host", "--public-key", path("pub")},
        Command{"verify", worker, "--kind", "worker", "--public-key", path("key")}}) {
    auto const ended = token(command);
    EXPECT_NE(ended.code, 0);
    for (auto const& secret :
         {worker.substr(10, 20), worker.substr(worker.size() - 60, 20), material}) {
      EXPECT_EQ((ended.out + ended.err).find(secret), std::string::npos) << ended.out << ended.err;
    }
  }
}

}  // namespace
}  // namespace drydock::program
