#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/core/strong.hpp"

namespace drydock {

using Seed = Strong<struct SeedTag, std::uint64_t>;

/// Odds of `numerator` in `denominator`, both whole, so that every compiler agrees.
struct Ratio {
  std::uint32_t numerator = 0;
  std::uint32_t denominator = 1;
  friend bool operator==(Ratio const&, Ratio const&) = default;
};

/// What many numbers are drawn below, at least 1: it is divided by once, and for each number only
/// multiplied. Source: Barrett, "Implementing the Rivest Shamir and Adleman public key encryption
/// algorithm on a standard digital signal processor" (1986).
class Bound {
 public:
  explicit Bound(std::uint64_t value);
  std::uint64_t value() const { return value_; }
  /// `number` modulo the bound.
  std::uint64_t remainder(std::uint64_t number) const {
    // The quotient, or one less, as the reciprocal is rounded down.
    auto const quotient =
        static_cast<std::uint64_t>(static_cast<unsigned __int128>(number) * reciprocal_ >> 64);
    std::uint64_t const rest = number - quotient * value_;
    return rest < value_ ? rest : rest - value_;
  }

 private:
  std::uint64_t value_;
  std::uint64_t reciprocal_ = 0;
};

/// 64 bits that nobody can foretell, from outside of the program.
using Entropy = std::uint64_t (*)();

/// Random numbers that are a function of a seed and of the names forked from it: xoshiro256**.
/// Whose numbers become secrets is given one of entropy, in real life, since a few numbers of a
/// seeded one tell all that come after them. The standard leaves its distributions to each library,
/// hence `below`, `chance` and `shuffle`. Source: Blackman and Vigna, "Scrambled linear
/// pseudorandom number generators" (2018).
class Rng {
 public:
  explicit Rng(Seed seed);
  /// Draws each number, and those of every fork, from `entropy`.
  explicit Rng(Entropy entropy);

  /// A stream of its own for `name`. Depends on this one's seed, not on what was drawn from it.
  /// With entropy no two forks are alike, of one name neither.
  Rng fork(std::string_view name) const;

  std::uint64_t next();
  /// Uniform in [0, bound). `bound` is at least 1.
  std::uint64_t below(std::uint64_t bound);
  std::uint64_t below(Bound const& bound) {
    std::uint64_t const drawn = next();
    // The least 2^64 mod `bound` are drawn again.
    if (drawn < bound.value()) [[unlikely]]
      return fair(drawn, bound.value());
    return bound.remainder(drawn);
  }
  /// True with the given odds. Odds of 0 and of 1 draw a number too, to keep the stream's place.
  bool chance(Ratio odds);
  void fill(std::uint8_t* data, std::size_t size);

  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t left = items.size(); left > 1; --left) {
      std::swap(items[left - 1], items[static_cast<std::size_t>(below(left))]);
    }
  }

 private:
  /// Uniform in [0, bound), by what was drawn if that will do.
  std::uint64_t fair(std::uint64_t drawn, std::uint64_t bound);

  Entropy entropy_ = nullptr;
  std::uint64_t seed_ = 0;
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace drydock
