#pragma once

#include <optional>

#include "reference/age/secrets.hpp"

// For tests: the other end.

namespace drydock::age {

/// What `file` holds for the owner of that X25519 secret key; nothing where it is not for them, or
/// not whole. Reads files with one X25519 stanza.
std::optional<Bytes> decrypt(ByteView file, Key const& secret);

}  // namespace drydock::age
