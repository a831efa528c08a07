#pragma once

#include <string_view>

namespace drydock::moor::sessions {

/// Whether that is an age recipient to whom can be encrypted: an X25519 public key in Bech32,
/// `age1...`, and none of those with which everybody shares the same secret. Source: the age
/// format, "The X25519 recipient type"; BIP 173; DC-63, HQ-70.
bool is_age_recipient(std::string_view text);

}  // namespace drydock::moor::sessions
