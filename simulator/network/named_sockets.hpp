#pragma once

#include <cstddef>
#include <vector>

#include "simulator/network/socket.hpp"

namespace drydock::simulator {

/// The sockets of a node by their names, which are as few as a process has.
class NamedSockets {
 public:
  /// No other has its name.
  void add(Socket& socket) { all_.push_back({socket.name(), &socket}); }
  void remove(Socket const& socket);
  /// Absent when there is none of that name. It begins with the one that was found last, which is
  /// mostly asked for again, and goes on to the next, as whoever has several uses them in turn.
  Socket* find(SocketName name) const {
    std::size_t at = last_;
    for (std::size_t left = all_.size(); left > 0; --left) {
      Named const& one = all_[at];
      // Names are literals, so that the same name is mostly the same text as well.
      if (one.name.data() == name.data() && one.name.size() == name.size()) {
        last_ = at;
        return one.socket;
      }
      if (++at == all_.size()) at = 0;
    }
    return find_by_text(name);
  }
  std::vector<Socket*> all() const;

 private:
  struct Named {
    SocketName name;
    Socket* socket;
  };
  Socket* find_by_text(SocketName name) const;

  std::vector<Named> all_;
  mutable std::size_t last_ = 0;  // A place of them, or 0 when there are none.
};

}  // namespace drydock::simulator
