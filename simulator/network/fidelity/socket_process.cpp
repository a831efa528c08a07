#include "simulator/network/fidelity/socket_process.hpp"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#include <array>
#include <csignal>
#include <memory>
#include <optional>
#include <sstream>

#include "reference/core/ensure.hpp"
#include "reference/transport/transport_testing.hpp"

namespace drydock::simulator::fidelity {
namespace {

using transport::RawSocket;

constexpr std::size_t packet_max = 4096;
constexpr std::string_view done = "done";

/// Absent once nobody will say anything any more.
std::optional<std::string> hear(int descriptor) {
  std::array<char, packet_max> packet;
  ssize_t const size = ::recv(descriptor, packet.data(), packet.size(), 0);
  if (size <= 0) return std::nullopt;
  return std::string(packet.data(), static_cast<std::size_t>(size));
}

void say(int descriptor, std::string_view text) {
  ssize_t const size = ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL);
  ENSURE(size == static_cast<ssize_t>(text.size()));
}

std::unique_ptr<RawSocket> open(std::string const& verb, int mark, std::string const& endpoint) {
  bool const binds = verb == "bind";
  auto socket = std::make_unique<RawSocket>(binds ? ZMQ_ROUTER : ZMQ_SUB);
  socket->set_option(ZMQ_RCVHWM, mark);
  if (binds) {
    ENSURE(socket->bind(endpoint));
  } else {
    socket->subscribe("");
    socket->connect(endpoint);
  }
  return socket;
}

/// What the process does, until nobody is there to tell it.
void obey(int commands) {
  std::unique_ptr<RawSocket> socket;
  while (auto const command = hear(commands)) {
    std::istringstream words(*command);
    std::string verb;
    int mark = 0;
    std::string endpoint;
    words >> verb >> mark >> endpoint;
    if (verb == "receive") {
      auto const frames = socket->receive();
      say(commands, frames ? frames->back() : "nothing came");
    } else {
      socket = open(verb, mark, endpoint);
      say(commands, done);
    }
  }
}

}  // namespace

SocketProcess::SocketProcess() {
  std::array<int, 2> ends{};
  ENSURE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) == 0);
  process_ = ::fork();
  ENSURE(process_ >= 0);
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::close(ends[0]);
    obey(ends[1]);
    ::_exit(0);
  }
  ::close(ends[1]);
  commands_ = transport::Descriptor{ends[0]};
}

SocketProcess::~SocketProcess() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

std::string SocketProcess::tell(std::string const& command) {
  say(commands_.number(), command);
  return hear(commands_.number()).value_or("the process is gone");
}

void SocketProcess::bind_router(int mark, std::string const& endpoint) {
  ENSURE(tell(fmt::format("bind {} {}", mark, endpoint)) == done);
}

void SocketProcess::connect_sub(int mark, std::string const& endpoint) {
  ENSURE(tell(fmt::format("connect {} {}", mark, endpoint)) == done);
}

std::string SocketProcess::receive() { return tell("receive"); }

void SocketProcess::pause() {
  ENSURE(::kill(process_, SIGSTOP) == 0);
  int status = 0;
  ENSURE(::waitpid(process_, &status, WUNTRACED) == process_ && WIFSTOPPED(status));
}

void SocketProcess::resume() { ENSURE(::kill(process_, SIGCONT) == 0); }

}  // namespace drydock::simulator::fidelity
