#pragma once

#include <string>
#include <utility>
#include <vector>

#include "reference/machine/socket_spec.hpp"

namespace drydock::simulator {

/// What may befall the disk of a process, by names and globs of files. The protocol says so, since
/// it alone knows what its processes can lose and still be expected to serve.
struct DiskTarget {
  std::string process;
  bool may_be_full = false;
  std::vector<std::string> unreadable = {};  // Globs.
  std::vector<std::string> removable = {};   // Names.
  std::vector<std::string> restorable = {};  // Globs of what an old backup may bring back.
  /// What may be found half written.
  std::vector<std::string> tearable = {};
  /// Whether what was written last may be lost with the power.
  bool may_lose_writes = false;
  /// Whether it may end between two writes of one step.
  bool may_die_writing = false;
};

/// A socket of a process, by the name that its machine gives it.
struct SocketTarget {
  std::string process;
  std::string socket;
  SocketType type = SocketType::req;
  bool binds = false;
};

/// An odd message that may be said at one of the sockets: what stands behind `say`, and the command
/// that ends what it brings about, if there is one.
struct OddTarget {
  std::string message;
  std::string ended_by = {};
};

/// Whom drawn faults may meet, by name: processes that may fail, pairs that are connected,
/// processes to which the calendar matters, disks, and sockets. A fault that can meet nobody is not
/// drawn.
struct FaultTargets {
  std::vector<std::string> processes;
  std::vector<std::pair<std::string, std::string>> links;
  std::vector<std::string> clocks;
  std::vector<DiskTarget> disks;
  std::vector<SocketTarget> sockets;
  /// Sockets at which anybody can knock, without a key.
  std::vector<SocketTarget> doors;
  /// Processes with a database.
  std::vector<std::string> databases;
  /// Processes that guard their sockets with CURVE, and those who come to them.
  std::vector<std::string> guards;
  std::vector<std::string> guests;
  std::vector<OddTarget> odd_messages;
};

}  // namespace drydock::simulator
