#pragma once

#include <string>
#include <string_view>

#include "reference/core/bytes.hpp"
#include "reference/token/ed25519.hpp"
#include "reference/token/refusal.hpp"

/// PASETO v4.public: a payload and a footer, readable by all, signed with Ed25519.
/// Source: the PASETO specification, "Version 4" and "Common".
namespace drydock::token {

inline constexpr std::string_view paseto_header = "v4.public.";

/// Longer texts are refused unread. A host must cope with 4 KiB (hosts TK2-16); ours have about 400
/// bytes.
inline constexpr std::size_t token_size_max = 65536;

/// Pre-authentication encoding: the one text that stands for these pieces in this order.
Bytes pre_authentication_encoding(std::initializer_list<std::string_view> pieces);

/// The token of `payload`. An empty footer leaves its segment out. A pure function: Ed25519 signs
/// the same text the same way.
std::string mint(std::string_view payload, std::string_view footer, SecretKey const& key,
                 std::string_view implicit_assertion = {});

/// A token taken apart; nothing of it is verified.
struct Unverified {
  std::string payload;
  Signature signature;
  std::string footer;  // Empty where there was no footer segment.
};

/// Takes a token apart. Refused as missing where it is empty, else as malformed, naming the check:
/// length, header, count of segments, base64url in its one spelling, an empty footer segment, room
/// for a signature.
Accepted<Unverified> inspect(std::string_view token);

/// Whether a token's footer is `expected`, compared in constant time; refused as wrong_footer.
Accepted<void> check_footer(std::string_view footer, std::string_view expected);

/// Whether `key` signed it.
bool signed_by(Unverified const& token, PublicKey const& key,
               std::string_view implicit_assertion = {});

/// The payload of a token with that footer, empty for none, that `key` signed. Refused in the order
/// malformed, wrong_footer, bad_signature.
Accepted<std::string> verify(std::string_view token, std::string_view footer, PublicKey const& key,
                             std::string_view implicit_assertion = {});

}  // namespace drydock::token
