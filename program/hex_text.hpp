#pragma once

#include <string_view>

#include "reference/core/bytes.hpp"
#include "reference/core/result.hpp"

namespace drydock::program {

/// The bytes of pairs of hexadecimal digits, in either case, with white space anywhere between.
/// Fails naming the place of what is no such digit.
Result<Bytes> parse_hex(std::string_view text);

}  // namespace drydock::program
