#include "reference/moor/daemon/token_office.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/moor/enrollment/test_files.hpp"
#include "reference/token/paseto.hpp"
#include "reference/token/pem.hpp"

namespace drydock::moor::daemon {
namespace {

using namespace std::chrono_literals;
using drydock::token::Refusal;
using drydock::token::SecretKey;
using enrollment::TestFiles;

WallTime const start = WallTime::parse("2026-11-21T04:00:00Z").value();

struct Office {
  explicit Office(Settings of = {}) : settings(std::move(of)) {
    settings.strict = true;
    if (!files.create(SecretKey::random(rng)).has_value()) throw std::runtime_error("no pair");
    restart(start);
  }
  void restart(WallTime now) {
    office.emplace(settings, store, SigningKeyNames{}, rng.fork("office"));
    if (!office->open(now).has_value()) throw std::runtime_error("the office does not open");
  }
  void rotate(WallTime now) {
    if (!files.rotate(SecretKey::random(rng), now).has_value()) throw std::runtime_error("rotate");
  }
  std::string verdict(std::string const& text, Uuid const& id, WallTime now) {
    auto const checked = office->worker(text, id, now);
    return checked ? "good" : std::string(name(checked.error().why));
  }

  Rng rng{Seed{1}};
  Settings settings;
  TestFiles store;
  SigningKeyFiles files{store};
  std::optional<TokenOffice> office;
  std::vector<std::string> warnings;
};

// ST-10: a previous key counts until the last of its tokens has ended, and no longer.
TEST(TokenOffice, APreviousKeyIsForgottenWhenAllOfItsTokensHaveEnded) {
  Office of;
  of.rotate(start + 1h);
  of.office->reload(start + 1h, of.warnings);
  EXPECT_EQ(of.store.list("previous-keys").value().size(), 1u);
  of.office->reload(start + 26h - 1ns, of.warnings);  // AuthTokens live for 24 h, and an hour more.
  EXPECT_EQ(of.store.list("previous-keys").value().size(), 1u);
  of.office->reload(start + 26h, of.warnings);
  EXPECT_TRUE(of.store.list("previous-keys").value().empty());
  EXPECT_TRUE(of.warnings.empty());
}

TEST(TokenOffice, APairThatDoesNotMatchLeavesWhatWasAndIsSaidUntilItDoes) {
  Office of;
  Uuid const id = Uuid::random(of.rng);
  std::string const before = of.office->issue(WorkerToken{id, "echo"}, start).value();
  auto const whole = of.store.content;
  of.rotate(start);
  std::string const verifying = of.store.content["moor-verifying-key.pem"];
  of.store.content["moor-verifying-key.pem"] = whole.at("moor-verifying-key.pem");
  of.office->reload(start, of.warnings);
  EXPECT_EQ(of.warnings.size(), 1u);
  EXPECT_EQ(of.verdict(before, id, start), "good");
  auto const signer = of.office->signer();
  of.store.content["moor-verifying-key.pem"] = verifying;
  of.warnings.clear();
  of.office->reload(start, of.warnings);
  EXPECT_TRUE(of.warnings.empty());
  EXPECT_NE(of.office->signer(), signer);
  EXPECT_EQ(of.verdict(before, id, start), "good");
}

// Whoever rotated was killed between the two halves, and the daemon too: it starts, and signs with
// the new key.
TEST(TokenOffice, FinishesAtItsStartARotationThatWasCutOff) {
  Office of;
  Uuid const id = Uuid::random(of.rng);
  std::string const before = of.office->issue(WorkerToken{id, "echo"}, start).value();
  std::string const old_half = of.store.content["moor-verifying-key.pem"];
  of.rotate(start);
  std::string const new_half = of.store.content["moor-verifying-key.pem"];
  of.store.content["moor-verifying-key.pem"] = old_half;
  of.restart(start);
  EXPECT_EQ(of.store.content["moor-verifying-key.pem"], new_half);
  EXPECT_EQ(of.verdict(before, id, start), "good");
}

TEST(TokenOffice, HalvesThatNeverBelongedTogetherDoNotStart) {
  Office of;
  of.store.content["moor-verifying-key.pem"] =
      drydock::token::encode_public_pem(SecretKey::random(of.rng).public_key());
  EXPECT_THROW(of.restart(start), std::runtime_error);
}

// ST-10: "restored old key files" are no way around a revocation.
TEST(TokenOffice, ARevokedPairPutBackDoesNotSign) {
  Office of;
  Uuid const id = Uuid::random(of.rng);
  auto const old = of.store.content;
  std::string const before = of.office->issue(WorkerToken{id, "echo"}, start).value();
  std::string const fingerprint = of.office->signer().value().fingerprint();
  of.rotate(start);
  ASSERT_TRUE(of.files.revoke_key(fingerprint));
  EXPECT_TRUE(of.office->reload(start, of.warnings));
  auto const signer = of.office->signer();
  for (auto const& [name, content] : old) of.store.content[name] = content;
  EXPECT_FALSE(of.office->reload(start, of.warnings));
  EXPECT_EQ(of.office->signer(), signer);
  EXPECT_EQ(of.warnings.size(), 1u);
  EXPECT_EQ(of.verdict(before, id, start), "revoked");
  TokenOffice again{of.settings, of.store, {}, of.rng.fork("again")};
  EXPECT_EQ(again.open(start).error().message, "the signing key was revoked; rotate it first");
}

// ST-02: with or without a cache the verdicts are the same, also when it is full.
TEST(TokenOffice, AFullCacheIsOnlySlower) {
  Settings settings;
  settings.token_cache_entries = 1;
  Office of{settings};
  std::vector<std::pair<Uuid, std::string>> all;
  for (int k = 0; k < 5; ++k) {
    Uuid const id = Uuid::random(of.rng);
    all.emplace_back(id, of.office->issue(WorkerToken{id, "echo"}, start).value());
  }
  for (auto const& [id, token] : all) EXPECT_EQ(of.verdict(token, id, start), "good");
  EXPECT_TRUE(of.office->revoke(
      drydock::token::parse_claims(drydock::token::inspect(all[4].second)->payload)
          ->text("jti")
          .value(),
      start + 1h));
  EXPECT_EQ(of.verdict(all[4].second, all[4].first, start), "revoked");
  of.restart(start);
  EXPECT_EQ(of.verdict(all[4].second, all[4].first, start), "revoked") << "also after a restart";
}

TEST(TokenOffice, EveryKindHasItsLifetime) {
  Office of;
  auto const lifetime = [](std::string const& token) {
    auto const claims =
        drydock::token::parse_claims(drydock::token::inspect(token)->payload).value();
    auto const registered = drydock::token::registered_claims(claims).value();
    return *registered.expires - *registered.issued;
  };
  Uuid const id = Uuid::random(of.rng);
  EXPECT_EQ(lifetime(of.office->issue(ClientToken{id}, start).value()), 1h);
  EXPECT_EQ(lifetime(of.office->issue(AuthToken{ObjId{2}}, start).value()), 24h);
  EXPECT_EQ(lifetime(of.office->issue(HostToken{id, HostType::tcp}, start).value()), 1h);
  EXPECT_EQ(lifetime(of.office->issue(WorkerToken{id, "echo"}, start).value()), 1h);
}

/// A token that the office issued, and what is known of it.
struct Issued {
  Uuid id;
  std::string text;
  std::string token_id;
  drydock::token::PublicKey signer;
  WallTime begins;
  WallTime ends;
};

Issued issue(Office& of, WallTime now) {
  Issued issued{Uuid::random(of.rng), {}, {}, of.office->signer().value(), now, now};
  issued.text = of.office->issue(WorkerToken{issued.id, "echo"}, now).value();
  auto const registered = drydock::token::registered_claims(
      drydock::token::parse_claims(drydock::token::inspect(issued.text)->payload).value());
  issued.token_id = *registered->token_id;
  issued.begins = *registered->not_before;
  issued.ends = *registered->expires;
  return issued;
}

// ST-01, ST-02, ST-07, ST-10 as one law: whatever happens, in whatever order, a token is good
// exactly from its `nbf` to its `exp` by the clock of the moment, until it or its key was revoked,
// and for its holder only.
RC_GTEST_PROP(TokenOfficeLaw, NoTokenIsGoodPastItsEndOrItsRevocation, ()) {
  Settings settings;
  settings.worker_token_lifetime = 10s;
  settings.token_cache_entries = *rc::gen::inRange<std::size_t>(0, 4);
  settings.leeway = std::chrono::nanoseconds{*rc::gen::element(0, 1, 1'000'000'000)};
  Office of{settings};
  WallTime now = start;
  std::vector<Issued> tokens{issue(of, now)};
  std::set<std::string> revoked_tokens;
  std::set<drydock::token::PublicKey> revoked_keys;
  int const steps = *rc::gen::inRange(1, 60);
  for (int step = 0; step < steps; ++step) {
    Issued const any = tokens[*rc::gen::inRange<std::size_t>(0, tokens.size())];
    switch (*rc::gen::inRange(0, 8)) {
      case 0:
        now = now + std::chrono::milliseconds{*rc::gen::inRange(-5000, 8000)};
        break;
      case 1:  // To an edge, and one nanosecond beside it.
        now = *rc::gen::element(any.begins - settings.leeway, any.ends + settings.leeway) +
              std::chrono::nanoseconds{*rc::gen::inRange(-1, 2)};
        break;
      case 2:
        tokens.push_back(issue(of, now));
        break;
      case 3:
        of.rotate(now);
        of.office->reload(now, of.warnings);
        break;
      case 4:
        RC_ASSERT(of.files.revoke_token({any.token_id, any.ends}).has_value());
        of.office->reload(now, of.warnings);
        revoked_tokens.insert(any.token_id);
        break;
      case 5:
        if (any.signer == of.office->signer()) break;
        if (!of.files.revoke_key(any.signer.fingerprint()).has_value())
          break;  // Forgotten with its tokens.
        of.office->reload(now, of.warnings);
        revoked_keys.insert(any.signer);
        break;
      case 6:
        of.restart(now);
        break;
      default:
        break;
    }
    RC_ASSERT(of.warnings.empty());
    for (Issued const& token : tokens) {
      bool const in_time =
          token.begins - settings.leeway <= now && now < token.ends + settings.leeway;
      bool const good = in_time && !revoked_tokens.contains(token.token_id) &&
                        !revoked_keys.contains(token.signer);
      RC_ASSERT((of.verdict(token.text, token.id, now) == "good") == good);
      RC_ASSERT(of.verdict(token.text, any.id, now) != "good" || any.id == token.id);
    }
  }
}

}  // namespace
}  // namespace drydock::moor::daemon
