#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "reference/moo/value.hpp"

// What a task wants done outside of the world, once what it did is committed.

namespace drydock::moo {

/// Something for people to read, or for their clients to show.
struct Notify {
  Obj player;  // Or a connection.
  Obj author;
  Var content;
  std::optional<Symbol> content_type;
  bool no_flush = false;
  bool no_newline = false;
  std::vector<std::pair<Symbol, Var>> metadata;
  friend bool operator==(Notify const&, Notify const&) = default;
};

struct Present {
  Obj player;
  std::string id;
  Symbol content_type;
  std::string target;
  std::string content;
  std::vector<std::pair<Symbol, std::string>> attributes;
  friend bool operator==(Present const&, Present const&) = default;
};

struct Unpresent {
  Obj player;
  std::string id;
  friend bool operator==(Unpresent const&, Unpresent const&) = default;
};

struct BootPlayer {
  Obj player;  // Or a connection.
  friend bool operator==(BootPlayer const&, BootPlayer const&) = default;
};

/// The connection that the task was started from is now that player's.
struct SwitchPlayer {
  Obj player;
  friend bool operator==(SwitchPlayer const&, SwitchPlayer const&) = default;
};

struct SetConnectionOption {
  Obj connection;  // Or a player, for its connection of this task.
  Symbol name;
  Var value;
  friend bool operator==(SetConnectionOption const&, SetConnectionOption const&) = default;
};

struct StartListening {
  Obj handler;
  std::uint16_t port = 0;
  std::vector<std::pair<Symbol, Var>> options;
  friend bool operator==(StartListening const&, StartListening const&) = default;
};

struct StopListening {
  std::uint16_t port = 0;
  friend bool operator==(StopListening const&, StopListening const&) = default;
};

struct KillTask {
  std::uint64_t task = 0;
  friend bool operator==(KillTask const&, KillTask const&) = default;
};

using Effect = std::variant<Notify, Present, Unpresent, BootPlayer, SwitchPlayer,
                            SetConnectionOption, StartListening, StopListening, KillTask>;

}  // namespace drydock::moo
