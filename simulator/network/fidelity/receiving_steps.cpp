#include "simulator/network/fidelity/receiving_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace drydock::simulator::fidelity {
namespace {

/// What both worlds gave.
struct Given {
  Messages model;
  Messages real;
};

/// Whether a receive may throw messages away. Then there is room for the next, which takes its
/// time.
bool discards(SocketSpec const& spec) {
  bool const is_picky =
      spec.type == SocketType::req || spec.type == SocketType::rep || spec.type == SocketType::sub;
  return is_picky && spec.receive_high_water_mark < SocketSpec{}.receive_high_water_mark;
}

/// Whether what waits for the room that a receive makes might break a connection.
bool may_break(SocketSpec const& spec) {
  return spec.type == SocketType::req || limits_frames(spec);
}

/// What the REP was asked last in each world.
void answer(Stage& stage, int who, std::string_view model, std::string_view real) {
  stage.known(who).has_question = false;
  std::string const sender = stage.sender(who);
  stage.model().send(who, only_route, {bytes_of(fmt::format("{}#re {}", sender, model))});
  stage.libzmq().send(who, only_route, {bytes_of(fmt::format("{}#re {}", sender, real))});
  stage.rest();
}

/// The next message in each.
std::pair<std::optional<Message>, std::optional<Message>> take_next(Stage& stage, int who) {
  std::optional<Message> model = stage.model().receive(who);
  std::optional<Message> real = stage.libzmq().receive(who);
  constexpr int patience = 8;
  for (int again = 0; again < patience && discards(stage.known(who).spec); ++again) {
    if (model && real) break;
    stage.rest();
    if (!model) model = stage.model().receive(who);
    if (!real) real = stage.libzmq().receive(who);
  }
  return {std::move(model), std::move(real)};
}

/// At most so many, until one of them has no more.
Given take_some(Stage& stage, int who, int most) {
  Known& socket = stage.known(who);
  Given given;
  for (int taken = 0; taken < most && !stage.has_disagreement(); ++taken) {
    auto const [model, real] = take_next(stage, who);
    if (model) given.model.push_back(*model);
    if (real) given.real.push_back(*real);
    if (!model || !real) break;
    socket.has_question = socket.spec.type == SocketType::rep;
    stage.rest();
  }
  return given;
}

/// Until neither has any more: an XPUB may show the same with more changes in one than in the
/// other.
Given take_all(Stage& stage, int who) {
  Known& socket = stage.known(who);
  bool const answers = socket.spec.type == SocketType::rep;
  Given given;
  stage.set_draining(true);
  if (socket.has_question) answer(stage, who, "", "");
  for (;;) {
    auto const [model, real] = take_next(stage, who);
    if (model) given.model.push_back(*model);
    if (real) given.real.push_back(*real);
    if (answers ? !model || !real : !model && !real) break;
    if (answers) answer(stage, who, label_of(*model), label_of(*real));
    stage.rest();
  }
  stage.set_draining(false);
  return given;
}

/// Whether they agree on what an XPUB shows, or at least on who is subscribed to what in the end.
bool agree_on_topics(Known& socket, Given const& given) {
  take_note(socket.topics.first, given.model);
  take_note(socket.topics.second, given.real);
  bool const in_the_end = std::exchange(socket.order_unknown, false);
  return in_the_end ? socket.topics.first == socket.topics.second
                    : agree(given.model, given.real, Agreement::exact);
}

void compare(Stage& stage, int who, Given const& given, Agreement as) {
  for (Message const& message : given.model) stage.tell("  " + text_of(message.frames));
  stage.played().messages += given.model.size();
  Known& socket = stage.known(who);
  bool const shows = socket.spec.type == SocketType::xpub;
  if (shows ? agree_on_topics(socket, given) : agree(given.model, given.real, as)) return;
  stage.disagree(
      fmt::format("the model gives{}\nlibzmq gives{}", text_of(given.model), text_of(given.real)));
}

std::map<std::string, Messages> by_sender(Messages const& messages) {
  std::map<std::string, Messages> sorted;
  for (Message const& message : messages) sorted[sender_of(message)].push_back(message);
  return sorted;
}

void learn_routes(Known& socket, Given const& given) {
  std::map<std::string, Messages> theirs = by_sender(given.real);
  for (auto const& [sender, ours] : by_sender(given.model)) {
    bool const one_route = std::all_of(ours.begin(), ours.end(), [&](Message const& message) {
      return message.route == ours.front().route;
    });
    bool const known = one_route && !theirs[sender].empty();
    if (known) socket.routes[sender] = {ours.back().route, theirs[sender].back().route};
    if (!known) socket.routes.erase(sender);
  }
}

}  // namespace

bool receive(Stage& stage, Step const& step) {
  Known& socket = stage.known(step.who);
  SocketType const type = socket.spec.type;
  if (type == SocketType::pub || socket.is_doubtful) return false;
  if (type == SocketType::req && socket.gave_up) return false;
  if (may_break(socket.spec) && stage.model().has_on_its_way(step.who)) return false;
  bool const shows = type == SocketType::xpub;
  bool const is_shared = type != SocketType::req && stage.model().unread_pipes(step.who) > 1;
  bool const all = shows || is_shared;
  stage.tell(
      fmt::format("s{} receive {}", step.who, all ? "all" : fmt::to_string(messages_of(step))));
  Given const given =
      all ? take_all(stage, step.who) : take_some(stage, step.who, messages_of(step));
  stage.rest();
  Agreement as = Agreement::exact;
  if (is_shared) as = socket.turns_unknown ? Agreement::in_any_order : Agreement::by_sender;
  compare(stage, step.who, given, as);
  if (type == SocketType::router) learn_routes(socket, given);
  return true;
}

}  // namespace drydock::simulator::fidelity
