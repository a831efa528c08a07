#include <utility>

#include "reference/core/ensure.hpp"
#include "simulator/network/publish_subscribe.hpp"
#include "simulator/network/request_reply.hpp"

namespace drydock::simulator {

std::unique_ptr<Socket> make_socket(Transport& transport, SocketId id, NodeId node, SocketName name,
                                    SocketSpec spec) {
  switch (spec.type) {
    case SocketType::req:
      return std::make_unique<RequestSocket>(transport, id, node, name, std::move(spec));
    case SocketType::rep:
      return std::make_unique<ReplySocket>(transport, id, node, name, std::move(spec));
    case SocketType::router:
      return std::make_unique<RouterSocket>(transport, id, node, name, std::move(spec));
    case SocketType::stream:  // Here nobody speaks plain tcp, so that nobody can talk to it.
    case SocketType::dealer:
      return std::make_unique<DealerSocket>(transport, id, node, name, std::move(spec));
    case SocketType::pub:
      return std::make_unique<PublishSocket>(transport, id, node, name, std::move(spec));
    case SocketType::xpub:
      return std::make_unique<ExtendedPublishSocket>(transport, id, node, name, std::move(spec));
    case SocketType::sub:
      return std::make_unique<SubscribeSocket>(transport, id, node, name, std::move(spec));
  }
  ENSURE(false && "a socket type of none of the kinds");
}

bool can_talk(SocketType a, SocketType b) {
  auto const has = [&](SocketType type) { return a == type || b == type; };
  auto const is = [&](SocketType one, SocketType two) {
    return (a == one && b == two) || (a == two && b == one);
  };
  if (has(SocketType::sub)) return has(SocketType::pub) || has(SocketType::xpub);
  if (has(SocketType::pub) || has(SocketType::xpub)) return false;
  return is(SocketType::req, SocketType::rep) || is(SocketType::req, SocketType::router) ||
         is(SocketType::dealer, SocketType::rep) || is(SocketType::dealer, SocketType::dealer) ||
         is(SocketType::dealer, SocketType::router) || is(SocketType::router, SocketType::router);
}

}  // namespace drydock::simulator
