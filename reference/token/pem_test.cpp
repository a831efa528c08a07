#include "reference/token/pem.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "reference/token/base64.hpp"

namespace drydock::token {
namespace {

// The examples of RFC 8410, section 10: version 1, version 2 with an attribute and the public key,
// and the public key.
constexpr std::string_view version_1 =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
    "-----END PRIVATE KEY-----\n";
constexpr std::string_view version_2 =
    "-----BEGIN PRIVATE KEY-----\n"
    "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
    "oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\n"
    "Z9w7lshQhqowtrbLDFw4rXAxZuE=\n"
    "-----END PRIVATE KEY-----\n";
constexpr std::string_view published =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
    "-----END PUBLIC KEY-----\n";

std::string private_block(std::string_view base64) {
  return "-----BEGIN PRIVATE KEY-----\n" + std::string(base64) + "\n-----END PRIVATE KEY-----\n";
}

std::string outcome_of(std::string_view text) {
  auto const key = decode_private_pem(text);
  return key ? "accepted" : key.error().message;
}

TEST(Pem, ThePublishedKeysAreRead) {  // TK-09
  auto const key = decode_private_pem(version_1);
  ASSERT_TRUE(key);
  EXPECT_EQ(to_hex(key->seed()),
            "d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842");
  EXPECT_EQ(decode_public_pem(published), key->public_key());
  EXPECT_EQ(decode_private_pem(version_2), *key);
}

TEST(Pem, WhatWeWriteIsWhatOthersWrite) {  // TK-09
  auto const key = decode_private_pem(version_1);
  ASSERT_TRUE(key);
  EXPECT_EQ(encode_private_pem(*key), version_1);
  EXPECT_EQ(encode_public_pem(key->public_key()), published);
}

TEST(Pem, LinesMayEndAndBreakAnywhereAndTextMayStandAround) {
  EXPECT_TRUE(decode_private_pem(
      "Bag Attributes\r\n-----BEGIN PRIVATE KEY-----\r\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY\r\n"
      "8fdp+K06/nwoy/HU++CXqI9EdVhC\r\n-----END PRIVATE KEY-----\r\nED25519 Private-Key:\r\n"));
}

TEST(Pem, OtherLabelsAreNamed) {
  EXPECT_EQ(
      outcome_of("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----"),
      "expected a PEM block labelled 'PRIVATE KEY', and saw a block labelled "
      "'OPENSSH PRIVATE KEY'");
  EXPECT_EQ(decode_public_pem(version_1).error().message,
            "expected a PEM block labelled 'PUBLIC KEY', and saw a block labelled 'PRIVATE KEY'");
  EXPECT_EQ(outcome_of("-----BEGIN 8fdp+K06/nwoy-----\n"),
            "expected a PEM block labelled 'PRIVATE KEY', and saw a block with an odd label");
  EXPECT_EQ(outcome_of("garbage"), "expected a PEM block labelled 'PRIVATE KEY', and saw none");
}

TEST(Pem, BrokenBlocksAreRefused) {
  EXPECT_EQ(outcome_of("-----BEGIN PRIVATE KEY"), "the first line of the PEM block is broken");
  EXPECT_EQ(outcome_of(version_1.substr(0, 90)), "the PEM block has no end of its label");
  EXPECT_EQ(outcome_of(std::string(version_1) + std::string(version_2)),
            "there is more than one PEM block");
  EXPECT_EQ(outcome_of(private_block("!!!!")), "the PEM block 'PRIVATE KEY' holds no base64");
  EXPECT_EQ(outcome_of(private_block("")), "the PEM block is no PKCS#8 key");
  EXPECT_EQ(outcome_of(std::string(70000, ' ')), "70000 bytes are too long for a PEM key");
}

TEST(Pem, OtherAlgorithmsAreRefused) {
  // X25519, 1.3.101.110, and P-256 as openssl writes its start.
  EXPECT_EQ(
      outcome_of(private_block("MC4CAQAwBQYDK2VuBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC")),
      "the key is of another algorithm than Ed25519");
  EXPECT_EQ(decode_public_pem("-----BEGIN PUBLIC KEY-----\n"
                              "MCowBQYDK2VuAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
                              "-----END PUBLIC KEY-----\n")
                .error()
                .message,
            "the key is of another algorithm than Ed25519");
}

TEST(Pem, APublicKeyThatIsNotTheKeysOwnIsRefused) {  // TK-10
  auto changed = std::string(version_2);
  changed.replace(changed.find("ZuE="), 4, "ZuI=");
  EXPECT_EQ(outcome_of(changed),
            "the public key attached to the private key does not belong to it");
}

/// The bytes of `version_1`, with `changes` laid over them.
std::string with_der(Bytes der) { return private_block(to_base64(der)); }

TEST(Pem, NoByteOfTheStructureCanBeChanged) {
  auto const der = *from_base64("MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC");
  for (std::size_t at = 0; at < 16; ++at) {
    for (int value = 0; value < 256; ++value) {
      auto changed = der;
      changed[at] = static_cast<std::uint8_t>(value);
      // Version 2 may do without a public key.
      bool const same = changed == der || (at == 4 && value == 1);
      EXPECT_EQ(decode_private_pem(with_der(changed)).has_value(), same) << at << " " << value;
    }
  }
  for (std::size_t size = 0; size < der.size(); ++size) {
    EXPECT_FALSE(decode_private_pem(
        with_der(Bytes(der.begin(), der.begin() + static_cast<std::ptrdiff_t>(size)))));
  }
  auto longer = der;
  longer.push_back(0);
  EXPECT_FALSE(decode_private_pem(with_der(longer)));
}

TEST(Pem, TextAndBackIsTheSame) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    Rng rng{Seed{seed}};
    auto const key = SecretKey::random(rng);
    RC_ASSERT(decode_private_pem(encode_private_pem(key)) == key);
    RC_ASSERT(decode_public_pem(encode_public_pem(key.public_key())) == key.public_key());
  }));
}

TEST(Pem, NoErrorHoldsAnyOfTheKey) {  // TS-19
  auto const text = std::string(version_1);
  std::string const material = "1hK1bbY8fdp+K06/nwoy";
  ASSERT_NE(text.find(material), std::string::npos);
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (char const character : {'!', 'A', '-', '\n'}) {
      auto changed = text;
      changed[at] = character;
      auto const key = decode_private_pem(changed);
      if (!key) {
        EXPECT_EQ(key.error().message.find(material), std::string::npos);
      }
      auto const other = decode_public_pem(changed);
      ASSERT_FALSE(other);
      EXPECT_EQ(other.error().message.find(material), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace drydock::token
