#include "reference/core/digest.hpp"

namespace drydock {
namespace {

constexpr std::size_t digest_size = 32;

}  // namespace

Digest::Digest() { crypto_generichash_blake2b_init(&state_, nullptr, 0, digest_size); }

void Digest::add(ByteView bytes) {
  crypto_generichash_blake2b_update(&state_, bytes.data(), bytes.size());
}

void Digest::add(std::string_view text) {
  add(ByteView{reinterpret_cast<std::uint8_t const*>(text.data()), text.size()});
}

void Digest::add(std::uint64_t number) {
  std::array<std::uint8_t, 8> little_endian;
  for (std::uint8_t& byte : little_endian) {
    byte = static_cast<std::uint8_t>(number);
    number >>= 8;
  }
  add(ByteView{little_endian});
}

std::array<std::uint8_t, 32> Digest::bytes() const {
  crypto_generichash_blake2b_state copy = state_;
  std::array<std::uint8_t, digest_size> digest;
  crypto_generichash_blake2b_final(&copy, digest.data(), digest.size());
  return digest;
}

}  // namespace drydock
