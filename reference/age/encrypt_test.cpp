#include "reference/age/encrypt.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include "reference/age/decrypt_testing.hpp"
#include "reference/core/rng.hpp"

namespace drydock::age {
namespace {

/// Made by age-keygen 1.1.1.
constexpr std::string_view recipient_text =
    "age1kkap28vvlx30yw5cs7xfahlmwvz3l2dum0vwnapzf7yfze4cpdnqkxz56p";

template <class Array>
Array from_hex(std::string_view hex) {
  Array bytes{};
  sodium_hex2bin(bytes.data(), bytes.size(), hex.data(), hex.size(), nullptr, nullptr, nullptr);
  return bytes;
}

Key const secret =
    from_hex<Key>("acc92a73d1dd5eaea23786e7fb83a845df128e56f05b1cbce4a619dfb9189161");

Entropy of_seed(std::uint64_t seed) {
  return [rng = Rng{Seed{seed}}](std::span<std::uint8_t> bytes) mutable {
    rng.fill(bytes.data(), bytes.size());
  };
}

Bytes encrypted(ByteView plain, std::uint64_t seed = 1) {
  return encrypt(plain, parse_recipient(recipient_text).value(), of_seed(seed));
}

// What age 1.1.1 made of `a lamp, lit` for that recipient: so the other end, which the tests below
// trust, is one.
TEST(Encryption, TheOtherEndReadsWhatAgeMade) {
  Bytes file = bytes_of(
      "age-encryption.org/v1\n"
      "-> X25519 Lf8rxFyg+xwWiKYCLx8P4IeI6xK7Iln6bx/hwaoWXTY\n"
      "StFqkBPR5j0SZzBnO7TgAf8/CvsHGi7ASTlAdZ90H40\n"
      "--- jfyyksUGdeZq1Y8ROscVTybSM65zsUd4vNgyc6qg1Ps\n");
  auto const payload = from_hex<std::array<std::uint8_t, 43>>(
      "6f417111cb35aa4ecaf2cc800e1aba9f4c841175c44d3d5d2378871384fdde2f058694f93005652de87411");
  file.insert(file.end(), payload.begin(), payload.end());
  EXPECT_EQ(decrypt(file, secret), bytes_of("a lamp, lit"));
}

TEST(Encryption, TheRecipientReadsWhatWasEncrypted) {
  for (std::size_t const size : {std::size_t{0}, std::size_t{1}, chunk_size - 1, chunk_size,
                                 chunk_size + 1, 3 * chunk_size}) {
    Bytes plain(size);
    Rng{Seed{size}}.fill(plain.data(), plain.size());
    EXPECT_EQ(decrypt(encrypted(plain), secret), plain) << size;
  }
}

TEST(Encryption, NobodyElseDoesAndNothingOfItShows) {
  Bytes const file = encrypted(bytes_of("a secret of somebody"));
  EXPECT_EQ(text_of(file).find("secret of"), std::string_view::npos);
  Key other = secret;
  other[7] ^= 1;
  EXPECT_EQ(decrypt(file, other), std::nullopt);
}

TEST(Encryption, AnyChangedByteIsSeen) {
  Bytes const file = encrypted(bytes_of("whole"));
  for (std::size_t at = 0; at < file.size(); ++at) {
    Bytes changed = file;
    changed[at] ^= 1;
    EXPECT_EQ(decrypt(changed, secret), std::nullopt) << at;
  }
  EXPECT_EQ(decrypt(ByteView{file}.first(file.size() - 1), secret), std::nullopt);
}

TEST(Encryption, IsAFunctionOfWhatItWasGiven) {
  auto const plain = bytes_of("twice");
  EXPECT_EQ(encrypted(plain, 1), encrypted(plain, 1));
  EXPECT_NE(encrypted(plain, 1), encrypted(plain, 2));
  auto const recipient = parse_recipient(recipient_text).value();
  EXPECT_NE(encrypt(plain, recipient, system_entropy()),
            encrypt(plain, recipient, system_entropy()));
}

}  // namespace
}  // namespace drydock::age
