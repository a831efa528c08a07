#include "reference/core/rng.hpp"

#include <bit>

#include "reference/core/ensure.hpp"

namespace drydock {
namespace {

std::uint64_t split_mix(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15;
  std::uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (char const character : text) {
    hash = (hash ^ static_cast<std::uint8_t>(character)) * 0x100000001b3;
  }
  return hash;
}

}  // namespace

Rng::Rng(Seed seed) : seed_(seed.value()) {
  std::uint64_t mixer = seed_;
  for (std::uint64_t& word : state_) word = split_mix(mixer);
}

Rng::Rng(Entropy entropy) : entropy_(entropy) { ENSURE(entropy != nullptr); }

Rng Rng::fork(std::string_view name) const {
  if (entropy_ != nullptr) return *this;
  std::uint64_t mixer = seed_ ^ fnv1a(name);
  split_mix(mixer);
  return Rng{Seed{split_mix(mixer)}};
}

std::uint64_t Rng::next() {
  if (entropy_ != nullptr) return entropy_();
  std::uint64_t const drawn = std::rotl(state_[1] * 5, 7) * 9;
  std::uint64_t const shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return drawn;
}

Bound::Bound(std::uint64_t value) : value_(value) {
  ENSURE(value > 0);
  reciprocal_ = UINT64_MAX / value;
}

std::uint64_t Rng::below(std::uint64_t bound) {
  ENSURE(bound > 0);
  return fair(next(), bound);
}

std::uint64_t Rng::fair(std::uint64_t drawn, std::uint64_t bound) {
  if (drawn < bound) {
    // The first 2^64 mod `bound` of these are drawn again.
    std::uint64_t const unfair = (0 - bound) % bound;
    while (drawn < unfair) drawn = next();
  }
  return drawn % bound;
}

bool Rng::chance(Ratio odds) {
  ENSURE(odds.denominator > 0);
  return below(odds.denominator) < odds.numerator;
}

void Rng::fill(std::uint8_t* data, std::size_t size) {
  for (std::size_t at = 0; at < size; at += 8) {
    std::uint64_t word = next();
    for (std::size_t k = at; k < size && k < at + 8; ++k, word >>= 8) {
      data[k] = static_cast<std::uint8_t>(word);
    }
  }
}

}  // namespace drydock
