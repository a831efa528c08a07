#pragma once

#include <optional>
#include <string_view>

#include "program/command_line.hpp"
#include "reference/core/uuid.hpp"
#include "reference/core/wall_time.hpp"
#include "reference/moor/codec/obj.hpp"
#include "reference/moor/token/token_checker.hpp"
#include "reference/moor/token/token_kind.hpp"

// What the verbs below `drydock token` share.

namespace drydock::program {

inline constexpr std::string_view about_stdin =
    "A token is a credential, and arguments are visible to every user of this machine: give - "
    "for TOKEN and the token on stdin.";

/// The wall clock, in whole seconds: PASETO recommends to leave fractions out of claims, and some
/// libraries read no more than six digits of them.
WallTime now_in_seconds();

struct TokenFlags {
  std::optional<moor::token::TokenKind> kind;
  std::optional<Uuid> id;
  std::optional<moor::Obj> player;
  moor::token::TokenProfile profile = moor::token::TokenProfile::strict;
  std::optional<WallTime> now;
};

void add_token_flags(CommandLine& line, TokenFlags& flags);
/// Fails where there is no kind, or an auth token with a UUID, or another one with a player.
Result<void> check_kind(TokenFlags const& flags);

/// Fractions of a second are allowed.
Result<Duration> parse_seconds(double seconds, bool zero_too);

int run_token_mint(Arguments const& arguments);
int run_token_inspect(Arguments const& arguments);
int run_token_verify(Arguments const& arguments);

}  // namespace drydock::program
