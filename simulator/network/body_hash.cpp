#include "simulator/network/body_hash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstddef>

#include "reference/core/wide_xxh3.hpp"

namespace drydock::simulator {
namespace {

std::uint64_t hash_of(Frame const& frame) {
  return frame.size() > wide_xxh3_above ? wide_xxh3(frame.data(), frame.size())
                                        : XXH3_64bits(frame.data(), frame.size());
}

}  // namespace

BodyHash body_hash(Frames const& frames) {
  // Those of the frames are mixed well, so that what makes the order count is enough for the whole.
  constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
  std::uint64_t hash = 0;
  auto frame = frames.begin();
  auto const end = frames.end();
  if (has_delimiter(frames)) ++frame;
  for (; frame != end; ++frame) hash = hash * odd + hash_of(*frame);
  return BodyHash{hash};
}

}  // namespace drydock::simulator
