#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/moo/world.hpp"

namespace drydock::moo {

inline constexpr std::int32_t ambiguous_id = -2;
inline constexpr std::int32_t failed_match_id = -3;

/// What a player typed, taken apart. Source: LambdaMOO programmer's manual, 2.2.3 and 4.4.3.
struct ParsedCommand {
  std::string verb;
  std::string argstr;             // All that follows the verb, as typed.
  std::vector<std::string> args;  // Its words.
  std::string dobjstr;
  std::string prepstr;
  std::string iobjstr;
  Preposition prep;
  Obj dobj = object(nothing_id);
  Obj iobj = object(nothing_id);
};

/// Words between blanks; "quotes" hold one together, and a backslash takes what follows as it is.
std::vector<std::string> split_words(std::string_view text);

/// The command in `text`, with its objects looked for around `player`; absent where there is no
/// word. `"x`, `:x` and `;x` stand for `say x`, `emote x` and `eval x`.
std::optional<ParsedCommand> parse_command(World const& world, ObjId player, std::string_view text);

/// What `name` means to `player`: `#12`, `me`, `here`, or the name or an alias, whole or its front,
/// of what is in the same place or carried. #-1 for no name, #-2 for several matches, #-3 for none.
Obj match_object(World const& world, ObjId player, std::string_view name);

/// The verb for a command, on the player, the place, the direct and the indirect object.
struct FoundCommand {
  ObjId self;
  FoundVerb verb;
};
std::optional<FoundCommand> find_command(World const& world, ObjId player,
                                         ParsedCommand const& command);

}  // namespace drydock::moo
