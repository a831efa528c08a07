#include "reference/transport/entropy.hpp"

#include <sodium/randombytes.h>

namespace drydock::transport {

Rng system_rng() {
  return Rng{[] {
    std::uint64_t drawn = 0;
    randombytes_buf(&drawn, sizeof drawn);
    return drawn;
  }};
}

}  // namespace drydock::transport
