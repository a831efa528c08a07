#include "simulator/network/shared_frames.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace drydock::simulator {
namespace {

RC_GTEST_PROP(SharedFrames, TheLastWhoHasThemGetsWhatACopyIs,
              (Frames const& frames, unsigned which, bool is_shared)) {
  std::size_t const skipped = which % (frames.size() + 1);
  SharedFrames shared{frames};
  SharedFrames const other = is_shared ? shared : SharedFrames{};
  Frames into = {{1}, {2}, {3}};
  std::move(shared).move_to(into, skipped);
  RC_ASSERT(into == Frames(frames.begin() + static_cast<std::ptrdiff_t>(skipped), frames.end()));
  if (is_shared) RC_ASSERT(*other == frames);
}

}  // namespace
}  // namespace drydock::simulator
