#include "simulator/real/shared_set.hpp"

#include <algorithm>
#include <array>

#include "simulator/faults/fault.hpp"

namespace drydock::simulator {
namespace {

constexpr std::array<std::string_view, 10> connections = {"disconnect",
                                                          "partition",
                                                          "isolation",
                                                          "delay",
                                                          "jitter",
                                                          "clog",
                                                          "swizzle-clog",
                                                          "flap",
                                                          "refused-connection",
                                                          "lost-subscription"};
constexpr std::array<std::string_view, 4> processes = {"crash", "stop", "pause",
                                                       "kill-between-writes"};

bool is_real(FaultKind const& fault) {
  if (fault.family == "clocks" || fault.family == "storage") return true;
  auto const in = [&](auto const& table) {
    return std::find(table.begin(), table.end(), fault.name) != table.end();
  };
  return in(connections) || in(processes);
}

}  // namespace

std::optional<std::string> first_unreal_step(Scenario const& scenario) {
  for (Step const& step : scenario.steps) {
    FaultKind const* const fault = find_fault(step.command.substr(0, step.command.find(' ')));
    if (fault != nullptr && !is_real(*fault)) return step.command;
  }
  return std::nullopt;
}

}  // namespace drydock::simulator
