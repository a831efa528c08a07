#include "program/token_flags.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "reference/moor/token/tokens.hpp"

namespace drydock::program {

using namespace moor::token;

namespace {

/// Reads `--now` and the like into `value`.
CommandLine::Assign into(std::optional<WallTime>& value) {
  return [&value](std::string const& text) -> Result<void> {
    auto const time = WallTime::parse(text);
    if (!time) return tl::make_unexpected(time.error());
    value = *time;
    return {};
  };
}

CommandLine::Assign into(std::optional<Uuid>& value) {
  return [&value](std::string const& text) -> Result<void> {
    auto const uuid = Uuid::parse(text);
    if (!uuid) return tl::make_unexpected(uuid.error());
    value = *uuid;
    return {};
  };
}

CommandLine::Assign into(std::optional<moor::Obj>& value) {
  return [&value](std::string const& text) -> Result<void> {
    value = parse_player(text);
    if (!value) return fail(fmt::format("'{}' is no player, such as #2", text));
    return {};
  };
}

CommandLine::Assign into(std::optional<TokenKind>& value) {
  return [&value](std::string const& text) -> Result<void> {
    value = kind_of_name(text);
    if (!value) return fail(fmt::format("'{}' is none of client, auth, host, worker", text));
    return {};
  };
}

CommandLine::Assign into(TokenProfile& value) {
  return [&value](std::string const& text) -> Result<void> {
    if (text != "compatible" && text != "strict") {
      return fail(fmt::format("'{}' is neither compatible nor strict", text));
    }
    value = text == "strict" ? TokenProfile::strict : TokenProfile::compatible;
    return {};
  };
}

}  // namespace

WallTime now_in_seconds() {
  return WallTime::from_unix(std::chrono::system_clock::now().time_since_epoch()).whole_seconds();
}

void add_token_flags(CommandLine& line, TokenFlags& flags) {
  line.option("--kind", "", "client, auth, host or worker", into(flags.kind));
  line.option("--id", "", "the UUID of the client, host or worker", into(flags.id));
  line.option("--player", "", "for auth, the player's object, such as #2", into(flags.player));
  line.option("--profile", "strict", "compatible: as stock mooR, without an end; strict: with one",
              into(flags.profile));
  line.option("--now", "", "the time, as 2026-07-22T12:00:00Z; otherwise the clock's",
              into(flags.now));
}

Result<void> check_kind(TokenFlags const& flags) {
  if (!flags.kind) return fail("--kind is required");
  bool const auth = flags.kind == TokenKind::auth;
  if (auth && flags.id) return fail("--id: an auth token names a --player");
  if (!auth && flags.player) {
    return fail(fmt::format("--player: a {} token names an --id", info(*flags.kind).name));
  }
  return {};
}

Result<Duration> parse_seconds(double seconds, bool zero_too) {
  constexpr double max = 100.0 * 366 * 86400;
  bool const fits = seconds <= max && (zero_too ? seconds >= 0 : seconds > 0);  // Not for NaN.
  if (!fits) return fail(fmt::format("{} is not a number of seconds within 100 years", seconds));
  return Duration{std::llround(seconds * 1e9)};
}

}  // namespace drydock::program
