#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "reference/machine/socket_spec.hpp"

namespace drydock::simulator::fidelity {

/// What can be done to a socket. What a step's `what` and `count` mean depends on it; whatever they
/// are, they mean something, so that programs can be drawn and shrunk freely.
enum class Verb : std::uint8_t {
  bind,
  connect,
  send,
  receive,
  subscribe,
  unsubscribe,
  sever,       // All its connections break.
  disconnect,  // It takes a connect back.
  unbind,
  close,
  open  // Anew, after a close.
};

/// Whom a send or a receive is about depends on who has something to do then: mostly one that does.
struct Step {
  Verb verb = Verb::send;
  int who = 0;
  int what = 0;
  int count = 0;
};

/// Types that talk to each other: one that binds, and those that connect to it.
struct Plot {
  std::vector<SocketType> binding;
  std::vector<SocketType> connecting;
};
std::vector<Plot> const& plots();

/// One socket of a program: which of the types of its side it is, and its options.
struct Part {
  bool binds = false;
  int type = 0;
  int send_high_water_mark = 1000;
  int receive_high_water_mark = 1000;
  bool limits_frames = false;
};

/// Sockets, all open at first, and what is done to them.
struct Program {
  int plot = 0;
  std::vector<Part> parts;
  std::vector<Step> steps;
};

/// Frames above this end a connection where a part limits them.
inline constexpr int frame_bytes_max = 64;

/// Whether it has that limit.
bool limits_frames(SocketSpec const& spec);

SocketSpec spec_of(Program const& program, Part const& part);
std::string_view word_of(SocketType type);
/// Whether it is a PUB or an XPUB.
bool publishes(SocketType type);

// What the numbers of a step stand for.
std::string endpoint_of(Step const& step);
std::string topic_of(Step const& step);
/// The frames that a message begins with, before the one that says whose it is.
std::vector<std::string> opening_of(SocketType type, Step const& step);
/// How many messages a receive asks for at most.
int messages_of(Step const& step);

/// How many sockets and steps it has; what became of them is for who plays it to say.
std::ostream& operator<<(std::ostream& out, Program const& program);

}  // namespace drydock::simulator::fidelity
