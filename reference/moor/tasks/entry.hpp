#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "reference/moo/task.hpp"
#include "reference/moor/codec/client_messages.hpp"
#include "reference/moor/codec/narrative.hpp"
#include "reference/moor/sessions/rpc_port.hpp"

namespace drydock::moor::tasks {

/// What a task was started for, which says what its end leads to.
enum class Purpose : std::uint8_t { command, login, eval, system_handler, system_verb, other };

/// What a task waits for.
struct Ready {};
struct Interrupted {};  // Its transaction is open, and no other task may step.
struct Sleeping {
  std::optional<VirtualTime> wakes_at;
};
struct Reading {
  Uuid request;
};
struct AskingWorker {
  Uuid request;
};
using State = std::variant<Ready, Interrupted, Sleeping, Reading, AskingWorker>;

/// A task that is not over, and who is to be told of it.
struct Entry {
  moo::Task task;
  Purpose purpose = Purpose::other;
  /// Whose session it is: hears the events of the task. Nobody where the daemon itself started it.
  std::optional<Uuid> client = {};
  /// Its end is an event (hosts 5.1).
  bool monitored = false;
  /// Its end is a reply.
  std::optional<sessions::ReplyAddress> reply = {};
  /// What the login said, which counts when its task is over.
  std::optional<LoginCommand> login = {};
  /// Whether output to its player is for the reply, and what of it there is.
  bool collects = false;
  std::vector<NarrativeEvent> output = {};

  State state = Ready{};
  /// When its first step began, or a restart took it over.
  std::optional<VirtualTime> begun_at = {};
  /// Whether it has taken a step: those that follow have the limits of the background.
  bool has_begun = false;
  /// Whether what it waits in is stored by the world, with the task.
  bool is_saved = false;
  /// Whether the store knows who is to be told of its end.
  bool is_noted = false;
  /// What the call that it waits in gives when it wakes.
  moo::Value wakes_with = Var(0);
  /// What it gave, for another try.
  moo::Value woke_with = Var(0);
  /// Of one that the world has to hear of, until its first step is stored: the task as it was.
  std::optional<moo::Task> unbegun = {};
  /// Whether its client's arrival is stored as told with that step.
  bool tells_of_arrival = false;
  /// Whether what is stored of its client's connection goes with that step.
  bool ends_connection = false;
};

}  // namespace drydock::moor::tasks
