#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "reference/core/time.hpp"
#include "reference/moo/value.hpp"

// How a step of a task ends. All but `Interrupted` end its transaction.

namespace drydock::moo {

/// The end: the program returned.
struct Returned {
  Var value;
};

/// The end: an error that nobody caught. Each row of `stack` is {this, verb, definer, player,
/// line}, the innermost first; `backtrace` says the same to people.
struct Failed {
  ErrorValue error;
  std::vector<Var> stack;
  std::vector<std::string> backtrace;
};

/// The end: a limit was reached, in that verb.
struct OutOfLimit {
  enum class Limit : std::uint8_t { ticks, time };
  Limit limit = Limit::ticks;
  std::int64_t ticks = 0;  // The limit, or 0.
  Duration time{};         // What was used up, or 0.
  Var this_;
  std::string verb;
  std::uint32_t line = 0;
};

/// The end: there was nothing to call.
struct VerbNotFound {
  Obj where;
  std::string verb;
};

/// The end: a command that means nothing.
struct NoCommand {
  enum class Reason : std::uint8_t { could_not_parse, no_object_match, no_verb_match };
  Reason reason = Reason::could_not_parse;
};

/// The end: it killed itself.
struct Killed {};

/// Waits that long, or until it is resumed where no time is given.
struct Sleeping {
  std::optional<Duration> time;
};

/// Waits for what a player types.
struct Reading {
  Obj player;
  std::vector<std::pair<Symbol, Var>> metadata;
};

/// Waits for a worker's result.
struct AskingWorker {
  Symbol worker_type;
  std::vector<Var> arguments;
  std::optional<Duration> timeout;
};

/// Not over: the slice was used up, within the same transaction.
struct Interrupted {};

using Outcome = std::variant<Returned, Failed, OutOfLimit, VerbNotFound, NoCommand, Killed,
                             Sleeping, Reading, AskingWorker, Interrupted>;

}  // namespace drydock::moo
