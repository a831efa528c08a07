#include "simulator/network/fidelity/stage.hpp"

#include <fmt/format.h>

namespace drydock::simulator::fidelity {

Stage::Stage(Program const& program, LibzmqContext& context, Seed seed) : both_(context, seed) {
  for (Part const& part : program.parts) {
    Known known;
    known.spec = spec_of(program, part);
    known.binds = part.binds;
    known_.push_back(std::move(known));
    open(sockets() - 1);
  }
}

void Stage::disagree(std::string const& what) {
  if (!played_.disagreement) played_.disagreement = story_ + "DISAGREE: " + what;
}

void Stage::open(int who) {
  Known& socket = known(who);
  Known anew;
  anew.spec = socket.spec;
  anew.binds = socket.binds;
  anew.life = socket.life + 1;
  socket = std::move(anew);
  both_.open(who, socket.spec);
  tell(fmt::format("s{} open {} sndhwm={} rcvhwm={}{}", who, word_of(socket.spec.type),
                   socket.spec.send_high_water_mark, socket.spec.receive_high_water_mark,
                   limits_frames(socket.spec) ? " maxmsgsize" : ""));
}

void Stage::close(int who) {
  known(who).is_open = false;
  both_.close(who);
}

std::string Stage::sender(int who) {
  int const life = known(who).life;
  return life == 1 ? fmt::format("s{}", who) : fmt::format("s{}.{}", who, life);
}

bool Stage::is_jammed() {
  for (int who = 0; who < sockets(); ++who) {
    if (known(who).is_open && model().has_on_its_way(who)) return true;
  }
  return false;
}

void Stage::rest() {
  if (has_disagreement()) return;
  if (is_draining_) {
    model().rest();
    return libzmq().settle();
  }
  std::optional<std::string> const complaint = both_.rest();
  for (int who = 0; who < sockets(); ++who) {
    if (known(who).is_open) notice(who);
  }
  if (complaint) disagree(*complaint);
}

/// What the connections that were made and lost since the last time leave unknown.
void Stage::notice(int who) {
  Known& socket = known(who);
  Connections const now = model().connections(who);
  std::size_t const made = now.made - socket.connections.made;
  std::size_t const lost = socket.connections.held + made - now.held;
  std::size_t const pipes = model().pipes(who);
  bool const turns_change = socket.binds ? made > 1 || lost > 0 : pipes < socket.pipes;
  socket.turns_unknown = socket.turns_unknown || turns_change;
  socket.order_unknown = socket.order_unknown || made + lost > 1;
  socket.gave_up = socket.gave_up || (!socket.binds && pipes < socket.connected_to.size());
  socket.is_doubtful = socket.is_doubtful || (socket.spec.type == SocketType::rep && lost > 0 &&
                                              model().unread_pipes(who) > 0);
  socket.connections = now;
  socket.pipes = pipes;
}

}  // namespace drydock::simulator::fidelity
