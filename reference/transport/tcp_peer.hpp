#pragma once

#include <cstddef>
#include <string>

namespace drydock::transport {

/// For tests: somebody who speaks plain tcp, as telnet and netcat do. Waits up to `patience_max`.
class TcpPeer {
 public:
  /// Connects to an endpoint of this machine, once somebody listens there.
  explicit TcpPeer(std::string const& endpoint, int receive_buffer = 0);
  ~TcpPeer();
  TcpPeer(TcpPeer const&) = delete;
  TcpPeer& operator=(TcpPeer const&) = delete;

  /// Sends all of it, or what the other side takes before it closes.
  void send(std::string const& text);
  /// Says that nothing more will be sent.
  void end_writing();
  /// What comes until it is that long, or the other side closes, or patience ends.
  std::string read(std::size_t size);
  /// What comes up to and with `end`, or until the other side closes, or patience ends.
  std::string read_to(std::string const& end);
  /// Reads up to the other side's close; false when that does not come in time.
  bool closed();
  /// Its own end, as address and port.
  std::string own_address() const;

 private:
  bool readable() const;
  int socket_;
};

}  // namespace drydock::transport
