#include "simulator/network/body_hash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstddef>

namespace drydock::simulator {

BodyHash body_hash(Frames const& frames) {
  // Of the hash so far and that of the next frame, again and again.
  std::uint64_t hashes[2] = {0, 0};
  for (std::size_t k = has_delimiter(frames) ? 1 : 0; k < frames.size(); ++k) {
    hashes[1] = XXH3_64bits(frames[k].data(), frames[k].size());
    hashes[0] = XXH3_64bits(hashes, sizeof hashes);
  }
  return BodyHash{hashes[0]};
}

}  // namespace drydock::simulator
