#include <fmt/format.h>

#include <algorithm>

#include "simulator/moor/moor_protocol.hpp"
#include "simulator/moor/peers/draw_odd.hpp"
#include "simulator/moor/people/draw_people.hpp"
#include "simulator/moor/people/draw_questions.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t workers_max = 6;
constexpr std::uint64_t callers_max = 4;
constexpr std::uint64_t requests_max = 8;
constexpr std::uint64_t sleep_tenths_max = 200;

constexpr std::size_t deep = 40;

/// What is echoed: the number, and now and then all kinds of values, or lists in lists.
std::string echoed(std::uint64_t number) {
  if (number % 4 == 1) {
    return fmt::format("{}, {{-2.5, #12, E_PERM, true, \"\", [\"key\" -> {{1}}]}}", number);
  }
  if (number % 4 == 3) {
    return fmt::format("{}, {}{}", number, std::string(deep, '{'), std::string(deep, '}'));
  }
  return fmt::format("{}, \"text\"", number);
}

/// The list of arguments of one request: its number makes it unlike any other, and it echoes, takes
/// its time, fails or asks for the perms.
std::string draw_arguments(Rng& rng, std::uint64_t number) {
  switch (rng.below(5)) {
    case 0: {
      std::uint64_t const tenths = 1 + rng.below(sleep_tenths_max);
      return fmt::format("{{{{\"sleep\", {}.{}}}, {}}}", tenths / 10, tenths % 10, number);
    }
    case 1:
      return fmt::format("{{{{\"fail\", \"no {}\"}}}}", number);
    case 2:
      return fmt::format("{{{{\"perms\"}}, {}}}", number);
    default:
      return fmt::format("{{{}}}", echoed(number));
  }
}

std::string draw_request(Rng& rng, std::string const& caller, std::string const& type,
                         std::uint64_t number) {
  std::string within;
  if (rng.chance({1, 2})) within = fmt::format("within {}ms ", 500 + 100 * rng.below(100));
  if (number % 8 == 5) within = "within 400us ";  // Less than a worker can be told.
  std::string const arguments = draw_arguments(rng, number);
  return fmt::format("request {} {} {}{}", caller, type, within, arguments);
}

void add_process(Protocol::Draw& draw, NodeDeclaration node) {
  draw.targets.processes.push_back(node.name);
  if (node.name != "d") draw.targets.links.emplace_back(node.name, "d");
  draw.nodes.push_back(std::move(node));
}

void add_socket(Protocol::Draw& draw, std::string const& process, char const* socket,
                SocketType type, bool binds = false) {
  draw.targets.sockets.push_back({process, socket, type, binds});
}

NodeDeclaration draw_daemon(Rng& rng) {
  NodeDeclaration daemon{"d", "daemon", {}, 0};
  // Shorter than usual, so that a run sees its end.
  daemon.settings.emplace_back("request_age_max", fmt::format("{}s", 20 + rng.below(40)));
  daemon.settings.emplace_back("load_age_max", "15s");
  return daemon;
}

/// A type is the same in capitals, and a worker may take one request at a time.
void draw_habits(Rng& rng, NodeDeclaration& worker) {
  std::string& type = worker.settings.front().second;
  if (rng.chance({1, 4})) type.front() = static_cast<char>(type.front() - 'a' + 'A');
  if (rng.chance({1, 6})) worker.settings.emplace_back("concurrency_max", "1");
}

std::vector<std::string> draw_workers(Rng& rng, Protocol::Draw& draw) {
  Rng habits_rng = rng.fork("habits");
  std::vector<std::string> types{"echo"};
  if (rng.chance({1, 2})) types.emplace_back("mail");
  std::uint64_t const workers = types.size() + rng.below(workers_max - types.size() + 1);
  for (std::uint64_t k = 0; k < workers; ++k) {
    NodeDeclaration worker{fmt::format("w{}", k + 1), "worker", {}, 0};
    worker.settings.emplace_back("type", types[k % types.size()]);
    draw_habits(habits_rng, worker);
    if (rng.chance({1, 4})) {
      worker.settings.emplace_back("start", fmt::format("{}s", 1 + rng.below(10)));
    }
    for (char const* message : {"AttachWorker", "WorkerPong", "RequestResult", "RequestError"}) {
      draw.messages.emplace_back(message, worker.name);
    }
    add_socket(draw, worker.name, "control", SocketType::req);
    add_socket(draw, worker.name, "dispatch", SocketType::sub);
    add_process(draw, std::move(worker));
  }
  return types;
}

// What the strict profile adds: tokens that end within the run, operators that change keys and
// hosts, and somebody who tries to get in.

constexpr std::uint64_t operations_max = 5;
constexpr std::uint64_t intrusions_max = 5;

void draw_operation(Rng& rng, std::vector<std::string> const& workers, Duration lasts,
                    std::vector<Step>& steps) {
  Duration const at = draw_duration(rng, 0s, lasts);
  switch (rng.below(6)) {
    case 0:
      return steps.push_back(step_at(at, "rotate-enrollment-token d"));
    case 1:
      return steps.push_back(step_at(at, "rotate-signing-key d"));
    case 2:
      return steps.push_back(step_at(at, "revoke-signing-key d"));
    case 3: {
      std::string const worker = draw_one(rng, workers);
      steps.push_back(step_at(at, "disallow d " + worker));
      Duration const lets_in = at + draw_duration(rng, 1s, 30s);
      return steps.push_back(step_at(lets_in, "allow d " + worker));
    }
    default:
      return steps.push_back(step_at(at, "revoke-token d " + draw_one(rng, workers)));
  }
}

void draw_intrusion(Rng& rng, std::vector<std::string> const& intruders,
                    std::vector<std::string> const& workers, Duration lasts,
                    std::vector<Step>& steps) {
  Duration const at = draw_duration(rng, 0s, lasts);
  std::string const intruder = draw_one(rng, intruders);
  std::string const as = rng.chance({1, 2}) ? "anybody" : draw_one(rng, workers);
  steps.push_back(step_at(at, fmt::format("intrude {} as {}", intruder, as)));
}

/// Old keys come back, and files of an identity get lost; never what was revoked, since an operator
/// who restores that has let it in again.
void add_disks(std::vector<std::string> const& workers, Protocol::Draw& draw) {
  draw.targets.disks.push_back({.process = "d",
                                .may_be_full = true,
                                .unreadable = {"config/enrollment-token"},
                                .restorable = {"config/moor-*"},
                                .may_die_writing = true});
  for (NodeDeclaration const& node : draw.nodes) {
    if (node.kind != "worker") continue;
    std::string const stem = std::string(node.setting("type").value_or("echo")) + "-worker";
    std::vector<std::string> const files{stem + "-identity.json", stem + "-curve.key"};
    draw.targets.disks.push_back({node.name, true, {}, files, {"*"}, files, true, true});
  }
  draw.targets.clocks = workers;
  draw.targets.clocks.push_back("d");
  draw.targets.guards = {"d"};
  draw.targets.guests = workers;
}

/// Without keys, anybody may knock.
void add_doors(bool has_hosts, Protocol::Draw& draw) {
  draw.targets.doors = {{"d", "control", SocketType::rep, true},
                        {"d", "callers", SocketType::router, true}};
  if (!has_hosts) return;
  draw.targets.doors.push_back({"d", "rpc", SocketType::router, true});
  add_socket(draw, "d", "rpc", SocketType::router, true);
  add_socket(draw, "d", "events", SocketType::xpub, true);
}

void add_trust(Rng rng, Duration lasts, Protocol::Draw& draw) {
  NodeDeclaration& daemon = draw.nodes.front();
  daemon.settings.emplace_back("worker_token_lifetime", fmt::format("{}s", 6 + rng.below(30)));
  if (rng.chance({1, 4})) daemon.settings.emplace_back("leeway", "2s");
  std::vector<std::string> workers;
  for (NodeDeclaration const& node : draw.nodes) {
    if (node.kind == "worker") workers.push_back(node.name);
  }
  add_disks(workers, draw);
  std::uint64_t const operations = rng.below(operations_max + 1);
  for (std::uint64_t k = 0; k < operations; ++k) draw_operation(rng, workers, lasts, draw.steps);
  for (std::string const& worker : workers) draw.messages.emplace_back("EnrollmentRequest", worker);
  draw.messages.emplace_back("EnrollmentResponse", "d");
  draw.messages.emplace_back("ZapReply", "d");
  std::vector<std::string> intruders;
  for (char const* enrolls : {"yes", "no"}) {
    if (rng.chance({1, 3})) continue;
    NodeDeclaration intruder{fmt::format("t{}", intruders.size() + 1), "intruder", {}, 0};
    intruder.settings.emplace_back("enrolls", enrolls);
    intruders.push_back(intruder.name);
    draw.targets.links.emplace_back(intruder.name, "d");
    draw.nodes.push_back(std::move(intruder));
  }
  if (intruders.empty()) return;
  std::uint64_t const intrusions = 1 + rng.below(intrusions_max);
  for (std::uint64_t k = 0; k < intrusions; ++k) {
    draw_intrusion(rng, intruders, workers, lasts, draw.steps);
  }
}

/// Client and auth tokens that end within the run, and are renewed unasked.
void add_trust_of_people(Rng rng, Protocol::Draw& draw) {
  NodeDeclaration& daemon = draw.nodes.front();
  for (char const* token : {"host", "client", "auth"}) {
    if (rng.chance({1, 4})) continue;
    daemon.settings.emplace_back(std::string(token) + "_token_lifetime",
                                 fmt::format("{}s", 6 + rng.below(30)));
  }
  for (NodeDeclaration const& node : draw.nodes) {
    if (node.kind != "host") continue;
    draw.targets.disks.push_back(
        {node.name, true, {}, {"telnet-host-identity.json", "telnet-host-curve.key"}, {"*"}});
    draw.targets.clocks.push_back(node.name);
    draw.messages.emplace_back("EnrollmentRequest", node.name);
  }
  draw.messages.emplace_back("CredentialsUpdatedEvent", "d");
}

}  // namespace

Protocol::Draw MoorProtocol::draw(Rng rng, Duration lasts, std::string_view profile) const {
  Rng const trust_rng = rng.fork("trust");
  Rng people_rng = rng.fork("people");
  Rng const odd_rng = rng.fork("odd messages");
  Draw draw;
  draw.settles_within = 5min;
  add_process(draw, draw_daemon(rng));
  add_socket(draw, "d", "control", SocketType::rep, true);
  add_socket(draw, "d", "dispatch", SocketType::pub, true);
  add_socket(draw, "d", "callers", SocketType::router, true);
  for (char const* message :
       {"WorkerRequest", "PingWorkers", "WorkerAttached", "WorkerAck", "CallerReply"}) {
    draw.messages.emplace_back(message, "d");
  }
  std::vector<std::string> const types = draw_workers(rng, draw);
  std::uint64_t const callers = 1 + rng.below(callers_max);
  std::uint64_t number = 0;
  for (std::uint64_t k = 0; k < callers; ++k) {
    NodeDeclaration caller{fmt::format("c{}", k + 1), "caller", {}, 0};
    caller.settings.emplace_back("no_timeout_wait_max", "90s");
    add_socket(draw, caller.name, "callers", SocketType::dealer);
    draw.messages.emplace_back("CallerRequest", caller.name);
    std::uint64_t const requests = 1 + rng.below(requests_max);
    for (std::uint64_t request = 0; request < requests; ++request) {
      Step step;
      step.kind = Step::Kind::at;
      step.time = draw_duration(rng, 0s, lasts);
      std::string const type = draw_one(rng, types);
      step.command = draw_request(rng, caller.name, type, ++number);
      draw.steps.push_back(std::move(step));
    }
    add_process(draw, std::move(caller));
  }
  bool const is_strict = profile == "strict";
  draw.targets.databases = {"d"};
  if (is_strict) {
    add_trust(trust_rng, lasts, draw);
  } else {
    draw.targets.disks.push_back({.process = "d", .may_be_full = true, .may_die_writing = true});
  }
  if (people_rng.chance({1, 2})) {
    draw_people(people_rng, lasts, types, profile, draw);
    if (is_strict) add_trust_of_people(people_rng.fork("trust"), draw);
    Rng web_rng = people_rng.fork("web");
    if (!is_strict && web_rng.chance({1, 2})) draw_questions(web_rng, lasts, draw);
  }
  bool const has_hosts = std::any_of(draw.nodes.begin(), draw.nodes.end(),
                                     [](auto const& node) { return node.kind == "host"; });
  if (profile != "strict") add_doors(has_hosts, draw);
  draw_odd_messages(odd_rng, profile, draw);
  return draw;
}

}  // namespace drydock::simulator
