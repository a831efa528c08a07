#include "simulator/network/fidelity/connecting_steps.hpp"

#include <fmt/format.h>

namespace drydock::simulator::fidelity {
namespace {

/// Whether a second connect to one endpoint is a second connection.
bool connects_again(SocketType type) {
  return type == SocketType::rep || type == SocketType::router || type == SocketType::xpub;
}

}  // namespace

bool bind(Stage& stage, Step const& step) {
  Known& socket = stage.known(step.who);
  if (!socket.binds || socket.has_bound) return false;
  std::string const endpoint = endpoint_of(step);
  stage.tell(fmt::format("s{} bind {}", step.who, endpoint));
  socket.has_bound = true;
  for (Sockets* const world : stage.each()) world->bind(step.who, endpoint);
  stage.rest();
  return true;
}

bool connect(Stage& stage, Step const& step) {
  Known& socket = stage.known(step.who);
  std::string const endpoint = endpoint_of(step);
  bool const doubles = socket.connected_to.contains(endpoint) && connects_again(socket.spec.type);
  if (socket.binds || doubles || socket.gave_up) return false;
  stage.tell(fmt::format("s{} connect {}", step.who, endpoint));
  socket.connected_to.insert(endpoint);
  for (Sockets* const world : stage.each()) world->connect(step.who, endpoint);
  stage.rest();
  return true;
}

bool unbind(Stage& stage, Step const& step) {
  Known& socket = stage.known(step.who);
  bool const looks = socket.spec.type != SocketType::req && !socket.has_question &&
                     stage.model().unread_pipes(step.who) == 0;
  if (!socket.has_bound || !looks || stage.is_jammed()) return false;
  std::string const endpoint = endpoint_of(step);
  stage.tell(fmt::format("s{} unbind {}", step.who, endpoint));
  for (Sockets* const world : stage.each()) world->unbind(step.who, endpoint);
  stage.libzmq().settle();
  // Who publishes hears of an end without that, and would show who unsubscribes by it.
  if (!publishes(socket.spec.type)) {
    for (Sockets* const world : stage.each()) world->receive(step.who);
  }
  stage.rest();
  return true;
}

bool disconnect(Stage& stage, Step const& step) {
  Known& socket = stage.known(step.who);
  std::string const endpoint = endpoint_of(step);
  bool const is_there = socket.connected_to.contains(endpoint) && !socket.gave_up;
  if (!is_there || stage.is_jammed()) return false;
  stage.tell(fmt::format("s{} disconnect {}", step.who, endpoint));
  socket.connected_to.erase(endpoint);
  for (Sockets* const world : stage.each()) world->disconnect(step.who, endpoint);
  stage.rest();
  return true;
}

bool sever(Stage& stage, int who) {
  if (stage.is_jammed()) return false;
  stage.tell(fmt::format("s{} sever", who));
  for (Sockets* const world : stage.each()) world->sever(who);
  stage.rest();
  return true;
}

bool close(Stage& stage, int who) {
  if (stage.is_jammed()) return false;
  stage.tell(fmt::format("s{} close", who));
  stage.close(who);
  stage.rest();
  return true;
}

}  // namespace drydock::simulator::fidelity
