#include "reference/transport/entropy.hpp"

#include <fmt/format.h>
#include <sys/random.h>

#include <cerrno>
#include <cstring>

namespace drydock::transport {
namespace {

/// Up to 256 bytes come whole or not at all.
Result<void> fill(void* data, std::size_t size) {
  ssize_t got = 0;
  do {
    got = getrandom(data, size, 0);
  } while (got < 0 && errno == EINTR);
  if (got == static_cast<ssize_t>(size)) return {};
  return fail(fmt::format("no entropy: {}", std::strerror(errno)));
}

}  // namespace

Result<Seed> seed_from_entropy() {
  std::uint64_t seed = 0;
  return fill(&seed, sizeof seed).map([&] { return Seed{seed}; });
}

Result<Uuid> uuid_from_entropy() {
  Uuid uuid;
  return fill(uuid.bytes.data(), uuid.bytes.size()).map([&] {
    uuid.mark_random();
    return uuid;
  });
}

Result<CurveKeyPair> curve_keys_from_entropy() {
  CurveSecretKey secret;
  return fill(secret.bytes.data(), secret.bytes.size()).map([&] {
    return CurveKeyPair::of(secret);
  });
}

}  // namespace drydock::transport
