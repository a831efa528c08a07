#include "simulator/real/shared_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {
namespace {

/// What a proxy does to connections.
constexpr std::array<std::string_view, 18> by_proxy = {"disconnect",
                                                       "partition",
                                                       "isolation",
                                                       "delay",
                                                       "jitter",
                                                       "bandwidth",
                                                       "clog",
                                                       "swizzle-clog",
                                                       "refused-connection",
                                                       "slow-accept",
                                                       "flap",
                                                       "half-open",
                                                       "black-hole",
                                                       "lost-subscription",
                                                       "lost-reply",
                                                       "late-reply",
                                                       "handshake-stall",
                                                       "duplicate-binder"};
/// What strangers say, and how processes fare.
constexpr std::array<std::string_view, 10> by_processes = {
    "odd-frame-count", "odd-delimiter", "odd-frame-size", "flood", "linger-loss",
    "crash",           "stop",          "pause",          "slow",  "kill-between-writes"};

struct Unreal {
  std::string_view fault;
  std::string_view why;
};
constexpr std::string_view full = "what fills a queue of libzmq's is heard when that drains";
constexpr std::string_view inside = "an authenticator is asked inside of its process";
constexpr std::array<Unreal, 8> unreal = {{
    {"slow-joiner", "libzmq reads subscriptions when its own threads get to it"},
    {"publisher-full", full},
    {"subscriber-full", full},
    {"dealer-full", full},
    {"router-full", full},
    {"curve-refusal", inside},
    {"zap-absent", inside},
    {"odd-message", "a proxy passes on what is said, and says nothing itself"},
}};

bool is_real(FaultKind const& fault) {
  if (fault.family == "clocks" || fault.family == "storage") return true;
  auto const in = [&](auto const& table) {
    return std::find(table.begin(), table.end(), fault.name) != table.end();
  };
  return in(by_proxy) || in(by_processes);
}

std::string_view why_unreal(FaultKind const& fault) {
  auto const row = std::find_if(unreal.begin(), unreal.end(),
                                [&](Unreal const& one) { return one.fault == fault.name; });
  return row == unreal.end() ? "nothing here makes it for real" : row->why;
}

}  // namespace

std::optional<std::string> why_unreal(Scenario const& scenario) {
  for (Step const& step : scenario.steps) {
    FaultKind const* const fault = find_fault(step.command.substr(0, step.command.find(' ')));
    if (fault == nullptr || is_real(*fault)) continue;
    return fmt::format("{}: {}", step.command, why_unreal(*fault));
  }
  return std::nullopt;
}

}  // namespace drydock::simulator
