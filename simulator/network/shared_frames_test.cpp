#include "simulator/network/shared_frames.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <utility>
#include <vector>

namespace drydock::simulator {
namespace {

RC_GTEST_PROP(SharedFrames, TheLastWhoHasThemGetsWhatACopyIs,
              (Frames const& frames, unsigned which, bool is_shared)) {
  std::size_t const skipped = which % (frames.size() + 1);
  SharedFrames::Store store;
  SharedFrames shared{store, Frames{frames}};
  SharedFrames const other = is_shared ? shared : SharedFrames{};
  Frames into = {{1}, {2}, {3}};
  BodyHash const hash = std::move(shared).move_to(into, skipped);
  RC_ASSERT(hash == body_hash(into));
  RC_ASSERT(into == Frames(frames.begin() + static_cast<std::ptrdiff_t>(skipped), frames.end()));
  if (is_shared) RC_ASSERT(*other == frames);
}

/// Each is put where others have been.
RC_GTEST_PROP(SharedFrames, AreWhatTheyWereMadeOfWhereverTheyAre, ()) {
  using Messages = std::vector<std::pair<Frames, bool>>;
  auto const messages = *rc::gen::scale(0.4, rc::gen::arbitrary<Messages>());
  SharedFrames::Store store;
  std::vector<std::pair<SharedFrames, Frames>> held;
  for (auto const& [frames, is_delimited] : messages) {
    Frames expected = frames;
    if (is_delimited) expected.insert(expected.begin(), Frame{});
    SharedFrames made = is_delimited
                            ? SharedFrames::delimited(store, Frames{frames}, body_hash(frames))
                            : SharedFrames{store, Frames{frames}};
    RC_ASSERT(*made == expected);
    held.emplace_back(std::move(made), expected);
    if (frames.size() % 2 == 0) continue;
    SharedFrames last = std::move(held.back().first);
    held.pop_back();
    Frames into;
    RC_ASSERT(std::move(last).move_to(into, 0) == body_hash(expected));
    RC_ASSERT(into == expected);
    if (!held.empty() && frames.size() % 3 == 0) held.erase(held.begin());
  }
  for (auto const& [shared, expected] : held) RC_ASSERT(*shared == expected);
}

}  // namespace
}  // namespace drydock::simulator
