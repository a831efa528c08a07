#pragma once

#include <string>
#include <string_view>

#include "reference/core/result.hpp"
#include "reference/core/rng.hpp"

namespace drydock::simulator {

/// A seed as a decimal number, as hexadecimal after `0x`, or as the hash of a commit, 40
/// hexadecimal digits of which the first 16 count. Fails quoting what it read.
Result<Seed> parse_seed(std::string_view text);
std::string to_text(Seed seed);

}  // namespace drydock::simulator
