#pragma once

#include <string>
#include <string_view>

#include "reference/core/bytes.hpp"
#include "reference/core/result.hpp"

namespace drydock {

/// `bytes`, whose count is a multiple of 4, as Z85: 5 characters for each 4 bytes. Source: ZeroMQ
/// RFC 32.
std::string z85_encode(ByteView bytes);

/// Fails on a length that is no multiple of 5, on a character outside of the alphabet and on five
/// characters that say more than 32 bits; without quoting the text, which may be a secret.
Result<Bytes> z85_decode(std::string_view text);

}  // namespace drydock
