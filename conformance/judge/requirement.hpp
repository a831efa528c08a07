#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace drydock::conformance {

/// How much a requirement asks, in the words of RFC 2119.
enum class Level : std::uint8_t { must, should, may };

/// Whose requirement it is: *compatible* rows decide whether an implementation interoperates with
/// what is deployed today, *robust* rows ask for more, *strict* rows for more still. Failing one of
/// the latter two is never an incompatibility.
enum class Profile : std::uint8_t { compatible, robust, strict };

std::string_view word_of(Level level);
std::string_view word_of(Profile profile);
std::optional<Profile> profile_of(std::string_view word);

/// One thing that a protocol asks of one side of it.
struct Requirement {
  std::string_view id;  // Words, and for good: `worker.ping.one-pong`.
  Level level;
  Profile profile;
  std::string_view sentence;
  std::string_view source;  // Its number in the specification: `W-08`.
};

}  // namespace drydock::conformance
