#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "reference/core/bytes.hpp"
#include "reference/core/result.hpp"
#include "reference/core/rng.hpp"

namespace drydock {

/// 16 bytes in RFC 9562 order; the nil UUID unless said otherwise.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  /// A fresh version 4 UUID.
  static Uuid random(Rng& rng);
  /// The UUID in exactly 16 raw bytes. Fails naming the length it saw.
  static Result<Uuid> from_bytes(ByteView raw);
  /// The UUID in hyphenated hexadecimal, of either case. Fails quoting what it read.
  static Result<Uuid> parse(std::string_view text);

  Bytes to_bytes() const { return {bytes.begin(), bytes.end()}; }
  /// Hyphenated, lower case.
  std::string text() const;
  /// Marks 16 random bytes as a version 4 UUID of the standard variant.
  void mark_random();
  int version() const { return bytes[6] >> 4; }
  friend bool operator==(Uuid const& a, Uuid const& b) { return a.words() == b.words(); }
  /// In the order of the bytes, which is that of the texts; two words at a time, as maps ask often.
  friend std::strong_ordering operator<=>(Uuid const& a, Uuid const& b) {
    Words const left = a.words();
    Words const right = b.words();
    std::size_t const at = left[0] == right[0] ? 1 : 0;
    return big_endian(left[at]) <=> big_endian(right[at]);
  }
  /// For unordered maps of UUIDs of our own making; who chooses them can make all fall together.
  struct Hash {
    std::size_t operator()(Uuid const& uuid) const {
      return static_cast<std::size_t>(uuid.words()[0] ^ uuid.words()[1]);
    }
  };
  /// For those that others choose: whoever does not know the key cannot make them fall together.
  class KeyedHash {
   public:
    KeyedHash() = default;
    explicit KeyedHash(Rng& rng) {
      for (std::uint64_t& word : key_) word = rng.next();
    }
    std::size_t operator()(Uuid const& uuid) const;

   private:
    std::array<std::uint64_t, 2> key_{0x243f6a8885a308d3, 0x13198a2e03707344};  // Digits of pi.
  };

 private:
  using Words = std::array<std::uint64_t, 2>;
  Words words() const { return std::bit_cast<Words>(bytes); }
  static std::uint64_t big_endian(std::uint64_t word) {
    static_assert(std::endian::native == std::endian::little);
    return __builtin_bswap64(word);
  }
};

/// The product of both words, each with its key, folded: every bit of one goes into all of the
/// result.
inline std::size_t Uuid::KeyedHash::operator()(Uuid const& uuid) const {
  __extension__ using Wide = unsigned __int128;
  Words const words = uuid.words();
  Wide const product = Wide{words[0] ^ key_[0]} * (words[1] ^ key_[1]);
  return static_cast<std::size_t>(product) ^ static_cast<std::size_t>(product >> 64);
}

}  // namespace drydock
