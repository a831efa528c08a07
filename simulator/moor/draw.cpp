#include <fmt/format.h>

#include "simulator/moor/moor_protocol.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t workers_max = 6;
constexpr std::uint64_t callers_max = 4;
constexpr std::uint64_t requests_max = 8;
constexpr std::uint64_t sleep_tenths_max = 200;

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
      return fmt::format("{{{}, \"text\"}}", number);
  }
}

std::string draw_request(Rng& rng, std::string const& caller, std::string const& type,
                         std::uint64_t number) {
  std::string within;
  if (rng.chance({1, 2})) within = fmt::format("within {}ms ", 500 + 100 * rng.below(100));
  std::string const arguments = draw_arguments(rng, number);
  return fmt::format("request {} {} {}{}", caller, type, within, arguments);
}

void add_process(Protocol::Draw& draw, NodeDeclaration node) {
  draw.targets.processes.push_back(node.name);
  if (node.name != "d") draw.targets.links.emplace_back(node.name, "d");
  draw.nodes.push_back(std::move(node));
}

NodeDeclaration draw_daemon(Rng& rng) {
  NodeDeclaration daemon{"d", "daemon", {}, 0};
  // Shorter than usual, so that a run sees its end.
  daemon.settings.emplace_back("request_age_max", fmt::format("{}s", 20 + rng.below(40)));
  daemon.settings.emplace_back("load_age_max", "15s");
  return daemon;
}

std::vector<std::string> draw_workers(Rng& rng, Protocol::Draw& draw) {
  std::vector<std::string> types{"echo"};
  if (rng.chance({1, 2})) types.emplace_back("mail");
  std::uint64_t const workers = types.size() + rng.below(workers_max - types.size() + 1);
  for (std::uint64_t k = 0; k < workers; ++k) {
    NodeDeclaration worker{fmt::format("w{}", k + 1), "worker", {}, 0};
    worker.settings.emplace_back("type", types[k % types.size()]);
    if (rng.chance({1, 4})) {
      worker.settings.emplace_back("start", fmt::format("{}s", 1 + rng.below(10)));
    }
    for (char const* message : {"AttachWorker", "WorkerPong", "RequestResult", "RequestError"}) {
      draw.messages.emplace_back(message, worker.name);
    }
    add_process(draw, std::move(worker));
  }
  return types;
}

}  // namespace

Protocol::Draw MoorProtocol::draw(Rng rng, Duration lasts) const {
  Draw draw;
  draw.settles_within = 5min;
  add_process(draw, draw_daemon(rng));
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
  return draw;
}

}  // namespace drydock::simulator
