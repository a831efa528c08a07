#pragma once

#include <string_view>
#include <vector>

namespace drydock::conformance {

/// What there is for one message of hosts and clients: who handles it, what shows that they do so
/// rightly. reference/moor/MESSAGES.md is this, for people.
struct MessageRow {
  std::string_view union_name = {};  // As in message_unions().
  std::string_view name = {};
  std::vector<std::string_view> files = {};  // Below reference/moor: who acts on it, or makes it.
  std::vector<std::string_view> tests = {};  // Of ours, `Suite.Name`.
  std::vector<std::string_view> checkers = {};  // Of the simulator's properties, those about it.
  std::vector<std::string_view> cases = {};     // Of `drydock conform`.
  std::string_view note = {};                   // Why something is missing.
};

/// A `note` of several.
inline constexpr std::string_view no_event_log =
    "The event log is off, as it is by default: it is the replies of a daemon without one.";

/// In the order of the unions and of their tags, each family in a file of its own.
std::vector<MessageRow> request_rows();
std::vector<MessageRow> reply_rows();
std::vector<MessageRow> event_rows();

}  // namespace drydock::conformance
