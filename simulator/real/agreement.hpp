#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/real/history.hpp"

namespace drydock::simulator {

/// What was said in a run, and when it ended.
struct Said {
  std::map<std::string, std::vector<History::Entry>> sequences;
  VirtualTime ended_at{};
};

/// What two runs do not agree on, in words, and when that was.
struct Difference {
  VirtualTime at;
  std::string text;
};

/// Two runs agree on a sequence when it is the same in both. A run is cut off somewhere, so what
/// one of them has behind the end of the other's sequence is no difference where it comes in the
/// last `tail` of its run, and a hundredth of that more, by which what is repeated falls behind,
/// nor where the other's sequence was still going on in the last `tail` of the other run. Gives the
/// first place where they do not agree, or nothing.
std::optional<Difference> difference(std::string const& sequence, Said const& simulated,
                                     Said const& real);
/// Of all sequences, by their names. Two runs agree when there is none.
std::map<std::string, Difference> differences(Said const& simulated, Said const& real);

/// Whether `real` has of a sequence what one of `runs` has, and in the same order wherever all of
/// them have one: what came in another order in some run is not ordered by anything. Of entries
/// that say the same the first is the first.
bool is_in_their_order(std::string const& sequence, std::vector<Said> const& runs,
                       Said const& real);

inline constexpr Duration tail = std::chrono::milliseconds{500};

}  // namespace drydock::simulator
