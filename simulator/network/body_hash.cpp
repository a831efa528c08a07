#include "simulator/network/body_hash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstddef>

#include "reference/core/wide_xxh3.hpp"

namespace drydock::simulator {

BodyHash body_hash(Frames const& frames) {
  // Of the hash so far and that of the next frame, again and again.
  std::uint64_t hashes[2] = {0, 0};
  for (std::size_t k = has_delimiter(frames) ? 1 : 0; k < frames.size(); ++k) {
    Frame const& frame = frames[k];
    hashes[1] = frame.size() > wide_xxh3_above ? wide_xxh3(frame.data(), frame.size())
                                               : XXH3_64bits(frame.data(), frame.size());
    hashes[0] = XXH3_64bits(hashes, sizeof hashes);
  }
  return BodyHash{hashes[0]};
}

}  // namespace drydock::simulator
