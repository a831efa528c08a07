#pragma once

#include <sys/types.h>

#include <string>

#include "reference/transport/stop.hpp"

namespace drydock::simulator::fidelity {

/// A socket of libzmq in a process of its own, which can be stopped where it is. It reads only when
/// it is told to.
class SocketProcess {
 public:
  /// Forks, so there must be no threads yet.
  SocketProcess();
  SocketProcess(SocketProcess const&) = delete;
  SocketProcess& operator=(SocketProcess const&) = delete;
  ~SocketProcess();

  /// Opens its socket: a ROUTER that is bound there, or a SUB for everything that connects to it.
  void bind_router(int mark, std::string const& endpoint);
  void connect_sub(int mark, std::string const& endpoint);
  /// What the last frame of its next message says, for which it waits.
  std::string receive();
  /// SIGSTOP, and that it stands still; SIGCONT.
  void pause();
  void resume();

 private:
  std::string tell(std::string const& command);

  transport::Descriptor commands_;
  pid_t process_;
};

}  // namespace drydock::simulator::fidelity
