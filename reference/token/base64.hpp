#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reference/core/bytes.hpp"

namespace drydock::token {

/// base64url without padding, as in tokens. Source: RFC 4648 5 and 3.2.
std::string to_base64url(ByteView bytes);
/// Only the one text that `to_base64url` gives is read: no padding, no other character, no bits set
/// behind the last byte. Nothing for any other text.
std::optional<Bytes> from_base64url(std::string_view text);

/// base64 with padding, as in PEM; reading skips spaces, tabs and ends of lines, and is as strict
/// about all else. Source: RFC 4648 4.
std::string to_base64(ByteView bytes);
std::optional<Bytes> from_base64(std::string_view text);

}  // namespace drydock::token
