#include "simulator/network/fidelity/sending_steps.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::simulator::fidelity {
namespace {

/// A recipient in each world, and how the story names it.
struct Recipient {
  std::pair<Route, Route> route{only_route, only_route};
  std::string named;
};

/// Absent where a ROUTER knows nobody.
std::optional<Recipient> recipient_of(Known const& socket, Step const& step) {
  if (socket.spec.type != SocketType::router) return Recipient{};
  if (socket.routes.empty()) return std::nullopt;
  int const number = step.count % static_cast<int>(socket.routes.size());
  auto const& [sender, routes] = *std::next(socket.routes.begin(), number);
  return Recipient{routes, " to " + sender};
}

bool is_long(Frame const& frame) { return frame.size() > frame_bytes_max; }

/// Whether a REQ throws stale replies away as it asks, while others wait for their room: libzmq's
/// thread may let those in at once, and then they go as well.
bool may_drop_more(Stage& stage, int who) {
  return stage.known(who).spec.type == SocketType::req && stage.model().unread_pipes(who) > 0 &&
         stage.model().has_on_its_way_to(who);
}

}  // namespace

bool send(Stage& stage, Step const& step) {
  Known& socket = stage.known(step.who);
  SocketType const type = socket.spec.type;
  if (type == SocketType::sub) return false;
  bool const balances = type == SocketType::dealer || type == SocketType::req;
  if (balances && socket.turns_unknown && stage.model().pipes(step.who) > 1) return false;
  if (may_drop_more(stage, step.who)) return false;
  std::optional<Recipient> const to = recipient_of(socket, step);
  if (!to) return false;
  Frames frames;
  for (std::string const& text : opening_of(type, step)) frames.push_back(bytes_of(text));
  bool const might_break =
      type == SocketType::router || std::any_of(frames.begin(), frames.end(), is_long);
  if (might_break && stage.is_jammed()) return false;
  frames.push_back(bytes_of(fmt::format("{}#{}", stage.sender(step.who), stage.next_number())));
  stage.tell(fmt::format("s{} send{} {}", step.who, to->named, text_of(frames)));
  Sent const model = stage.model().send(step.who, to->route.first, frames);
  Sent const real = stage.libzmq().send(step.who, to->route.second, frames);
  socket.has_question = false;
  if (model != Sent::taken) ++stage.played().refused;
  if (model != real) {
    stage.disagree(fmt::format("{} in the model, {} in libzmq", word_of(model), word_of(real)));
  }
  stage.rest();
  return true;
}

bool change_subscription(Stage& stage, Step const& step) {
  if (stage.known(step.who).spec.type != SocketType::sub) return false;
  std::string const topic = topic_of(step);
  bool const more = step.verb == Verb::subscribe;
  stage.tell(fmt::format("s{} {} \"{}\"", step.who, more ? "subscribe" : "unsubscribe", topic));
  for (Sockets* const world : stage.each()) {
    if (more) world->subscribe(step.who, topic);
    if (!more) world->unsubscribe(step.who, topic);
  }
  stage.rest();
  return true;
}

}  // namespace drydock::simulator::fidelity
