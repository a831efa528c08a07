#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "reference/core/strong.hpp"
#include "reference/core/time.hpp"
#include "reference/core/uuid.hpp"
#include "reference/moor/codec/client_replies.hpp"
#include "reference/moor/codec/events.hpp"
#include "reference/moor/codec/rpc_errors.hpp"

// What people get to see at a connection, as values; `render` makes text of it.

namespace drydock::moor::host {

/// One person at one connection of one host, numbered from 1 and never again.
using UserId = Strong<struct UserIdTag, std::uint64_t>;

/// What a request was for.
enum class Purpose : std::uint8_t {
  connect,
  greeting,
  login,
  attach,
  command,
  call,
  answer,
  out_of_band,
  eval,
  program,
  attribute,
  detach,
};
std::string_view name_of(Purpose purpose);
/// Whether its reply names a task whose end is told by an event.
constexpr bool makes_a_task(Purpose purpose) {
  return purpose == Purpose::command || purpose == Purpose::call;
}

/// The daemon knows the connection; after a loss, under another client id than before.
struct Connected {
  Uuid client_id;
  std::optional<Obj> connection;  // An attached one is not told (HQ-27).
  friend bool operator==(Connected const&, Connected const&) = default;
};
struct LoggedIn {
  Obj player;
  ConnectType type{};
  friend bool operator==(LoggedIn const&, LoggedIn const&) = default;
};
/// Without an error the world itself said no.
struct LoginRefused {
  std::optional<RpcMessageError> error;
  friend bool operator==(LoginRefused const&, LoginRefused const&) = default;
};
/// The daemon does not take the connection for that player's any more, and nobody told us whose it
/// is: whoever types has to log in again. So many of the lines that they typed meanwhile are lost.
struct LoggedOut {
  std::size_t lines_lost = 0;
  friend bool operator==(LoggedOut const&, LoggedOut const&) = default;
};
/// The connection is another player's now.
struct Switched {
  Obj player;
  friend bool operator==(Switched const&, Switched const&) = default;
};
struct TaskStarted {
  std::uint64_t task_id = 0;
  friend bool operator==(TaskStarted const&, TaskStarted const&) = default;
};
/// Lines wait no longer for this task, whose end was not heard of.
struct TaskGivenUp {
  std::uint64_t task_id = 0;
  friend bool operator==(TaskGivenUp const&, TaskGivenUp const&) = default;
};
/// The daemon would not do it. An answer so refused is not asked for again.
struct Refused {
  Purpose purpose{};
  RpcMessageError error;
  friend bool operator==(Refused const&, Refused const&) = default;
};
/// No reply. If it was sent, nobody knows whether it was done.
struct Unanswered {
  Purpose purpose{};
  bool sent = false;
  friend bool operator==(Unanswered const&, Unanswered const&) = default;
};
/// A line of the host's own, such as the output prefix.
struct HostLine {
  std::string text;
  friend bool operator==(HostLine const&, HostLine const&) = default;
};
enum class EndReason : std::uint8_t { left, booted, forgotten, refused, stopped };
/// The last thing that is shown at a connection.
struct Ended {
  EndReason reason{};
  friend bool operator==(Ended const&, Ended const&) = default;
};

using ShownEvent =
    std::variant<Connected, LoggedIn, LoginRefused, LoggedOut, Switched, NarrativeEvent,
                 SystemMessageEvent, TaskStarted, TaskSuccessEvent, TaskErrorEvent,
                 TaskSuspendedEvent, TaskGivenUp, RequestInputEvent, Refused, Unanswered,
                 EvalResult, VerbProgramResponseReply, SetConnectionOptionEvent, HostLine, Ended>;

struct Shown {
  UserId user;
  VirtualTime at;
  ShownEvent event;
  friend bool operator==(Shown const&, Shown const&) = default;
};

}  // namespace drydock::moor::host
