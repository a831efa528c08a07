#include "simulator/network/named_sockets.hpp"

#include <algorithm>

namespace drydock::simulator {

void NamedSockets::remove(Socket const& socket) {
  std::erase_if(all_, [&](Named const& one) { return one.socket == &socket; });
  last_ = 0;
}

std::vector<Socket*> NamedSockets::all() const {
  std::vector<Socket*> sockets;
  for (Named const& one : all_) sockets.push_back(one.socket);
  return sockets;
}

Socket* NamedSockets::find_by_text(SocketName name) const {
  auto const place = std::ranges::find(all_, name, &Named::name);
  return place == all_.end() ? nullptr : place->socket;
}

}  // namespace drydock::simulator
