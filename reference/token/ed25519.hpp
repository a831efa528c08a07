#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "reference/core/bytes.hpp"
#include "reference/core/result.hpp"
#include "reference/core/rng.hpp"

namespace drydock::token {

using Signature = std::array<std::uint8_t, 64>;

/// Who signed: an Ed25519 public key. Source: RFC 8032.
struct PublicKey {
  std::array<std::uint8_t, 32> bytes{};

  /// The key in exactly 32 raw bytes that are a point other than one of small order. Fails saying
  /// which of the two they are not.
  static Result<PublicKey> from_bytes(ByteView raw);
  /// The first 16 hexadecimal digits of its BLAKE2b-256: names the key to people.
  std::string fingerprint() const;
  friend auto operator<=>(PublicKey const&, PublicKey const&) = default;
  /// Asked for each token that is shown: without the call that the library makes of it.
  friend bool operator==(PublicKey const& a, PublicKey const& b) {
    using Words = std::array<std::uint64_t, 4>;
    auto const left = std::bit_cast<Words>(a.bytes);
    auto const right = std::bit_cast<Words>(b.bytes);
    return ((left[0] ^ right[0]) | (left[1] ^ right[1]) | (left[2] ^ right[2]) |
            (left[3] ^ right[3])) == 0;
  }
};

/// An Ed25519 secret key. Cannot be printed; equal keys are compared in constant time; its memory
/// is wiped when it ends.
class SecretKey {
 public:
  using SeedBytes = std::array<std::uint8_t, 32>;

  /// The key of that seed. `seed` stays the caller's to wipe.
  static SecretKey from_seed(SeedBytes const& seed);
  /// A key drawn from `rng`: as good a secret as its seed, which for a simulator is none.
  static SecretKey random(Rng& rng);
  /// A key that nobody can guess, from the system's entropy.
  static SecretKey generate();
  SecretKey(SecretKey const&) = default;
  SecretKey& operator=(SecretKey const&) = default;
  ~SecretKey();

  PublicKey public_key() const;
  /// The 32 bytes that a key file holds. The caller wipes them.
  SeedBytes seed() const;
  Signature sign(ByteView message) const;
  friend bool operator==(SecretKey const& one, SecretKey const& other);

 private:
  SecretKey() = default;

  std::array<std::uint8_t, 64> bytes_{};  // Seed, then public key, as libsodium keeps them.
};

/// Whether `key` signed `message`. Refuses keys of small order and signatures that are not reduced.
bool verify(PublicKey const& key, ByteView message, Signature const& signature);

/// Whether both are the same text, in a time that depends on their lengths alone.
bool equal_in_constant_time(std::string_view one, std::string_view other);

}  // namespace drydock::token
