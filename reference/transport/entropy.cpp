#include "reference/transport/entropy.hpp"

#include <fmt/format.h>
#include <sys/random.h>

#include <cerrno>
#include <cstring>

namespace drydock::transport {

Result<Seed> seed_from_entropy() {
  std::uint64_t seed = 0;
  ssize_t got = 0;
  do {
    got = getrandom(&seed, sizeof seed, 0);
  } while (got < 0 && errno == EINTR);
  // Up to 256 bytes come whole or not at all.
  if (got != sizeof seed) return fail(fmt::format("no entropy: {}", std::strerror(errno)));
  return Seed{seed};
}

}  // namespace drydock::transport
