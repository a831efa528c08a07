#include "simulator/network/fidelity/play.hpp"

#include "simulator/network/fidelity/connecting_steps.hpp"
#include "simulator/network/fidelity/receiving_steps.hpp"
#include "simulator/network/fidelity/sending_steps.hpp"
#include "simulator/network/fidelity/stage.hpp"

namespace drydock::simulator::fidelity {
namespace {

bool has_use_for(Stage& stage, int who, Verb verb) {
  Known const& socket = stage.known(who);
  if (!socket.is_open) return verb == Verb::open;
  switch (verb) {
    case Verb::bind:
      return socket.binds && !socket.has_bound;
    case Verb::connect:
      return !socket.binds;
    case Verb::receive:
      return stage.model().has_unread(who);
    case Verb::subscribe:
      return socket.spec.type == SocketType::sub;
    default:
      return stage.model().pipes(who) > 0;
  }
}

/// Mostly one of those that have a use for it, if there are any.
int whom_of(Stage& stage, Step const& step) {
  std::vector<int> candidates;
  for (int who = 0; who < stage.sockets(); ++who) {
    if (has_use_for(stage, who, step.verb)) candidates.push_back(who);
  }
  if (step.count % 4 == 0 || candidates.empty()) return step.who % stage.sockets();
  return candidates[static_cast<std::size_t>(step.who) % candidates.size()];
}

bool open(Stage& stage, int who) {
  if (stage.known(who).is_open) return false;
  stage.open(who);
  stage.rest();
  return true;
}

/// Whether it made sense where it stood.
bool take(Stage& stage, Step const& step) {
  if (step.verb == Verb::open) return open(stage, step.who);
  if (!stage.known(step.who).is_open) return false;
  switch (step.verb) {
    case Verb::bind:
      return bind(stage, step);
    case Verb::connect:
      return connect(stage, step);
    case Verb::send:
      return send(stage, step);
    case Verb::receive:
      return receive(stage, step);
    case Verb::subscribe:
    case Verb::unsubscribe:
      return change_subscription(stage, step);
    case Verb::sever:
      return sever(stage, step.who);
    case Verb::disconnect:
      return disconnect(stage, step);
    case Verb::unbind:
      return unbind(stage, step);
    case Verb::close:
      return close(stage, step.who);
    case Verb::open:
      break;
  }
  return false;
}

}  // namespace

Played play(Program const& program, LibzmqContext& context, Seed seed) {
  Stage stage(program, context, seed);
  stage.rest();
  for (Step step : program.steps) {
    if (stage.has_disagreement()) break;
    step.who = whom_of(stage, step);
    if (take(stage, step)) ++stage.played().steps;
  }
  return std::move(stage.played());
}

}  // namespace drydock::simulator::fidelity
