#include "simulator/moor/people/draw_people.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t hosts_max = 3;
constexpr std::uint64_t people_max = 6;
constexpr std::uint64_t acts_max = 10;
/// Players of the starting core, and whoever is made; the wizard comes twice, as only a wizard can
/// do much of what there is to do.
constexpr char const* players[] = {"alice", "bob", "wizard", "wizard"};
constexpr std::uint64_t ports_first = 8880;
constexpr std::uint64_t pranks_max = 4;

struct Person {
  std::string name;
  std::string host;
  std::string player;
};

/// A line that somebody types; `number` makes it unlike any other.
std::string draw_line(Rng& rng, std::vector<std::string> const& types, std::uint64_t number) {
  switch (rng.below(26)) {
    case 0:
      return "oops";
    case 1:
      return rng.chance({1, 4}) ? "spin" : "look";
    case 2:
    case 3: {
      std::uint64_t const tenths = 1 + rng.below(150);
      return fmt::format("nap {}.{}", tenths / 10, tenths % 10);
    }
    case 4:
    case 5:
      return fmt::format("prompt q{}", number);
    case 6:
      return fmt::format("answer{}", number);
    case 7: {
      std::string const type = draw_one(rng, types);
      return fmt::format("work {} {} w{}", type, 1 + rng.below(10), number);
    }
    case 8:
      return fmt::format("echo w{}", number);
    case 9:
      return fmt::format("#$#mcp {}", number);
    case 10:
      return "boot " + draw_player(rng);
    case 11:
    case 12:
      return "su " + draw_player(rng);
    case 13:
      return fmt::format("option o{} {}", rng.below(3), number);
    case 14: {
      bool const listens = rng.chance({1, 2});
      return fmt::format("{} {}", listens ? "listen" : "unlisten", ports_first + rng.below(3));
    }
    case 15:
      return "tasks";
    case 16:
      if (rng.chance({1, 3})) return fmt::format("hide p{}", rng.below(number + 1));
      return fmt::format("show p{} text", number);
    case 17:
      return rng.chance({1, 3}) ? "rich" : "who";
    case 18:
      return "quit";
    case 19:
      return fmt::format("say s{}", number);
    case 20:
    case 21:
      return "riddle";
    case 22:
      // More than the daemon does at one go.
      return fmt::format("lines 40 t{}", number);
    default: {
      std::uint64_t const lines = 1 + rng.below(5);
      return fmt::format("lines {} t{}", lines, number);
    }
  }
}

std::string draw_act(Rng& rng, Person const& person, std::vector<std::string> const& types,
                     std::uint64_t number) {
  switch (rng.below(15)) {
    case 0:
      return "leave " + person.name;
    case 1:
      return fmt::format("login {} {}", person.name, draw_player(rng));
    case 2:
    case 3:
      return fmt::format("eval {} {{{}, player}}", person.name, number);
    case 4:
    case 5:
      // The task that has waited longest, if there is one.
      return fmt::format("eval {} kill_task(queued_tasks()[1][1])", person.name);
    case 6:
      return fmt::format("arrive {} {} as {}", person.host, person.name, person.player);
    case 7: {
      // A switch that is committed, or taken back since what follows never ends.
      char const* const follows = rng.chance({1, 3}) ? " while (1) endwhile" : "";
      return fmt::format("eval {} notify(player, \"mark {}\"); switch_player(#{});{}", person.name,
                         number, 12 + rng.below(2), follows);
    }
    default: {
      std::string const line = draw_line(rng, types, number);
      return fmt::format("type {} {}", person.name, line);
    }
  }
}

std::vector<std::string> draw_hosts(Rng& rng, Protocol::Draw& draw) {
  std::vector<std::string> hosts;
  std::uint64_t const count = 1 + rng.below(hosts_max);
  for (std::uint64_t k = 0; k < count; ++k) {
    NodeDeclaration host{fmt::format("h{}", k + 1), "host", {}, 0};
    if (rng.chance({1, 4})) {
      host.settings.emplace_back("start", fmt::format("{}s", 1 + rng.below(10)));
    }
    for (char const* message : {"ConnectionEstablish", "LoginCommand", "Command", "Eval",
                                "RequestedInput", "ClientPong", "HostPong", "Detach"}) {
      draw.messages.emplace_back(message, host.name);
    }
    draw.targets.sockets.push_back({host.name, "rpc0", SocketType::req, false});
    draw.targets.sockets.push_back({host.name, "rpc1", SocketType::req, false});
    draw.targets.sockets.push_back({host.name, "events", SocketType::sub, false});
    hosts.push_back(host.name);
    draw.targets.processes.push_back(host.name);
    draw.targets.links.emplace_back(host.name, "d");
    draw.nodes.push_back(std::move(host));
  }
  return hosts;
}

/// Lines that belong together, quickly typed: so that two tasks ask for a line at one time, or that
/// one ends while the next line waits for another.
void draw_sequence(Rng& rng, Person const& person, Duration at, std::uint64_t number,
                   std::vector<Step>& steps) {
  auto const type = [&](Duration after, std::string const& line) {
    steps.push_back(step_at(at + after, fmt::format("type {} {}", person.name, line)));
  };
  if (rng.chance({1, 2})) {
    type(0s, "eval suspend(1); read(player);");
    type(10ms, fmt::format("prompt q{}", number));
    type(3s, fmt::format("answer{}", number));
    type(3010ms, fmt::format("answer{}.2", number));
    return;
  }
  type(0s, "nap 1.0");
  type(10ms, fmt::format("eval for i in [1..{}] suspend(0); endfor", 1000 + rng.below(1000)));
  type(20ms, fmt::format("say s{}", number));
}

/// Somebody who abuses the trust that the daemon has in its hosts.
void draw_pranks(Rng rng, Duration lasts, std::uint64_t people, Protocol::Draw& draw) {
  draw.nodes.push_back({"x", "prankster", {}, 0});
  draw.targets.links.emplace_back("x", "d");
  std::uint64_t const pranks = 1 + rng.below(pranks_max);
  for (std::uint64_t prank = 0; prank < pranks; ++prank) {
    constexpr char const* on_somebody[] = {"take-over", "speak-as", "answer-for"};
    constexpr char const* on_all[] = {"reserved-id", "unreadable-token"};
    Duration const at = draw_duration(rng, 0s, lasts);
    if (!rng.chance({1, 2})) {
      draw.steps.push_back(step_at(at, fmt::format("prank x {}", on_all[rng.below(2)])));
      continue;
    }
    std::uint64_t const kind = rng.below(std::size(on_somebody));
    std::string const victim = fmt::format("p{}", 1 + rng.below(people));
    // So that there is something to answer.
    bool const asks = std::string_view(on_somebody[kind]) == "answer-for";
    if (asks) draw.steps.push_back(step_at(at, "type " + victim + " prompt"));
    Duration const later = asks ? Duration{1s} : Duration{0s};
    draw.steps.push_back(
        step_at(at + later, fmt::format("prank x {} {}", on_somebody[kind], victim)));
  }
}

}  // namespace

std::string draw_player(Rng& rng) { return players[rng.below(std::size(players))]; }

void draw_people(Rng rng, Duration lasts, std::vector<std::string> const& types,
                 std::string_view profile, Protocol::Draw& draw) {
  std::vector<std::string> const hosts = draw_hosts(rng, draw);
  for (char const* message : {"NewConnection", "LoginResult", "TaskSubmitted", "TaskSuccessEvent",
                              "NarrativeEventMessage", "DisconnectEvent", "PlayerSwitchedEvent",
                              "RequestInputEvent", "ClientsBroadcastPingPong"}) {
    draw.messages.emplace_back(message, "d");
  }
  std::uint64_t const people = 1 + rng.below(people_max);
  std::uint64_t number = 0;
  Rng pranks_rng = rng.fork("pranks");
  bool const has_pranks = profile != "strict" && pranks_rng.chance({1, 3});
  if (has_pranks) draw_pranks(pranks_rng, lasts, people, draw);
  // A daemon may keep what a newcomer is told until its host listens, and need not.
  if (pranks_rng.chance({1, 4})) draw.nodes.front().settings.emplace_back("hold_max", "0s");
  for (std::uint64_t k = 0; k < people; ++k) {
    Person person;
    person.name = fmt::format("p{}", k + 1);
    person.host = draw_one(rng, hosts);
    person.player = draw_player(rng);
    // Some look at the welcome for a while, or ask to be let in as what is no player.
    std::string const as = rng.chance({1, 8}) ? "nobody" : person.player;
    std::string const arrival = fmt::format("arrive {} {} as {}", person.host, person.name, as);
    Duration const begin = draw_duration(rng, 0s, lasts / 2);
    draw.steps.push_back(step_at(begin, arrival));
    if (as == "nobody" && rng.chance({1, 2})) {
      char const* const word = rng.chance({1, 2}) ? "crash" : "ghost";
      draw.steps.push_back(step_at(begin + 1s, fmt::format("type {} {}", person.name, word)));
    }
    if (rng.chance({1, 8})) {
      Duration const at = draw_duration(rng, begin, lasts);
      draw_sequence(rng, person, at, ++number, draw.steps);
    }
    std::uint64_t const acts = rng.below(acts_max + 1);
    for (std::uint64_t act = 0; act < acts; ++act) {
      Duration const at = draw_duration(rng, begin, lasts);
      std::string command = draw_act(rng, person, types, ++number);
      draw.steps.push_back(step_at(at, std::move(command)));
    }
  }
}

}  // namespace drydock::simulator
