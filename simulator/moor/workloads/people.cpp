#include "simulator/moor/workloads/people.hpp"

#include <fmt/format.h>

#include <utility>

#include "simulator/moor/people/host_door.hpp"
#include "simulator/moor/workloads/shown_text.hpp"

namespace drydock::simulator {
namespace {

using moor::host::Host;
using moor::host::UserId;

/// Between two attempts to be served.
constexpr Duration people_probe_period = std::chrono::seconds{5};
constexpr std::string_view nobody = "nobody";

}  // namespace

bool People::knows(std::string_view verb) {
  return verb == "arrive" || verb == "type" || verb == "eval" || verb == "login" || verb == "leave";
}

Result<Action> People::parse(std::string_view verb, Words& words) {
  if (verb == "arrive") return parse_arrival(words);
  Result<std::string_view> const word = words.word("a person");
  if (!word) return tl::make_unexpected(word.error());
  std::string const name{*word};
  if (verb == "leave") {
    return Action{[this, name](World&) {
      do_as(name, [](VirtualTime now, Host& host, UserId user, Outbox& out) {
        host.leave(now, user, out);
      });
    }};
  }
  if (words.at_end()) return words.error("nothing stands behind the person");
  std::string const rest{words.take_rest()};
  if (verb == "type") return Action{[this, name, rest](World&) { type(name, rest); }};
  bool const is_login = verb == "login";
  return Action{[this, name, rest, is_login](World&) {
    do_as(name, [&](VirtualTime now, Host& host, UserId user, Outbox& out) {
      if (is_login) return host.act(now, user, moor::host::LogIn{{"connect", rest}}, out);
      host.act(now, user, moor::host::Evaluate{program_of(rest)}, out);
    });
  }};
}

Result<Action> People::parse_arrival(Words& words) {
  Words const at_node = words;
  Result<NodeId> const node = words.node(world_);
  if (!node) return tl::make_unexpected(node.error());
  if (!roles_.is(*node, Role::host)) {
    return at_node.error(fmt::format("'{}' is no host", world_.name(*node)));
  }
  Result<std::string_view> const name = words.word("a person");
  if (!name) return tl::make_unexpected(name.error());
  std::string player{*name};
  if (words.take("as")) {
    Result<std::string_view> const as = words.word("a player, or nobody");
    if (!as) return tl::make_unexpected(as.error());
    player = *as;
  }
  return Action{[this, node = *node, name = std::string(*name), player](World&) {
    arrive(node, name, player);
  }};
}

void People::arrive(NodeId host, std::string const& name, std::string const& player) {
  if (people_.contains(name)) return;
  world_.prod(host, [&](VirtualTime now, Machine& machine, Outbox& out) {
    Host* const door = host_of(machine);
    if (door == nullptr) return;  // It has yet to enroll, and listens nowhere.
    UserId const user = door->arrive(now, {}, out);
    people_.emplace(name, Person{host, user, player});
    if (player != nobody) door->type(now, user, "connect " + player, out);
  });
}

/// Of somebody who is not there nothing is done.
void People::do_as(std::string const& name, Act const& act) {
  auto const person = people_.find(name);
  if (person == people_.end()) return;
  world_.prod(person->second.host, [&](VirtualTime now, Machine& machine, Outbox& out) {
    act(now, *host_of(machine), person->second.user, out);
  });
}

void People::type(std::string const& name, std::string line) {
  do_as(name, [&](VirtualTime now, Host& host, UserId user, Outbox& out) {
    host.type(now, user, std::move(line), out);
  });
}

std::optional<std::pair<NodeId, UserId>> People::place_of(std::string const& name) const {
  auto const person = people_.find(name);
  if (person == people_.end()) return std::nullopt;
  return std::pair{person->second.host, person->second.user};
}

std::string People::program_of(std::string_view expression) {
  bool const is_program = expression.ends_with(';') || expression.ends_with("endwhile");
  return is_program ? std::string(expression) : "return " + std::string(expression) + ";";
}

// What they see.

void People::on_input(VirtualTime now, NodeId node, Input const&) {
  if (roles_.is(node, Role::host)) world_.at(now, [this, node] { look(node); });
}

void People::on_node(VirtualTime, NodeId node, NodeEvent event) {
  if (!roles_.is(node, Role::host)) return;
  if (event != NodeEvent::crashed && event != NodeEvent::exited) return;
  for (auto person = people_.begin(); person != people_.end();) {
    bool const is_gone = person->second.host == node;
    if (is_gone && !newcomers_.contains(person->first)) served_.left(person->first);
    person = is_gone ? people_.erase(person) : std::next(person);
  }
}

void People::look(NodeId host) {
  Machine const* const machine = world_.machine(host);
  Host const* const door = machine == nullptr ? nullptr : host_of(*machine);
  if (door == nullptr || !door->has_shown()) return;
  std::vector<moor::host::Shown> seen;
  world_.prod(host, [&](VirtualTime, Machine& one, Outbox&) { seen = host_of(one)->take_shown(); });
  for (moor::host::Shown const& shown : seen) on_shown(host, shown);
}

std::string People::name_of(NodeId host, UserId user) const {
  for (auto const& [name, person] : people_) {
    if (person.host == host && person.user == user) return name;
  }
  return "somebody";
}

void People::on_shown(NodeId host, moor::host::Shown const& shown) {
  for (ShownWatcher* const watcher : watchers_) watcher->on_shown(host, shown);
  std::string const name = name_of(host, shown.user);
  if (std::string const text = text_of(shown.event); !text.empty()) {
    world_.note(host, "shown", fmt::format("{} {}", name, text));
  }
  auto const person = people_.find(name);
  if (person == people_.end()) return;
  if (std::holds_alternative<moor::RequestInputEvent>(shown.event)) ++person->second.inputs_wanted;
  if (std::holds_alternative<moor::EvalResult>(shown.event) && person->second.is_probed) {
    served_.served(name);
  }
  if (!std::holds_alternative<moor::host::Ended>(shown.event)) return;
  if (!newcomers_.contains(name)) served_.left(name);
  people_.erase(person);
}

// Whether they are served in the end.

void People::begin_settling() {
  std::set<std::string> all;
  for (auto const& [name, person] : people_) all.insert(name);
  for (auto const& [node, role] : roles_.all()) {
    if (role != Role::host) continue;
    std::string const name = "newcomer-" + world_.name(node);
    newcomers_.emplace(name, node);
    all.insert(name);
  }
  served_.begin(world_.now(), std::move(all));
  sessions_.begin();
  probe();
}

void People::probe() {
  if (served_.unserved().empty() && sessions_.is_settled()) return;
  for (auto const& [name, host] : newcomers_) {
    if (!people_.contains(name)) arrive(host, name, "Alice");
  }
  std::set<std::string> asked = served_.unserved();
  // Somebody has to say again who is there.
  if (asked.empty() && !people_.empty()) asked.insert(people_.begin()->first);
  for (std::string const& name : asked) probe(name);
  world_.at(world_.now() + people_probe_period, [this] { probe(); });
}

void People::probe(std::string const& name) {
  auto const person = people_.find(name);
  if (person == people_.end()) return;
  Machine const* const machine = world_.machine(person->second.host);
  Host const* const host = machine == nullptr ? nullptr : host_of(*machine);
  if (host == nullptr) return;
  if (!host->logged_in(person->second.user)) {
    std::string const& player = person->second.player;
    return type(name, "connect " + (player == nobody ? std::string("Bob") : player));
  }
  if (std::exchange(person->second.inputs_wanted, 0) > 0) type(name, ".");
  person->second.is_probed = true;
  do_as(name, [](VirtualTime now, Host& one, UserId user, Outbox& out) {
    one.act(now, user, moor::host::Evaluate{std::string(SessionsHold::question)}, out);
  });
}

}  // namespace drydock::simulator
