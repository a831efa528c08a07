#include <fmt/format.h>

#include "simulator/scenario/scenario.hpp"
#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

std::string ordinal_text(std::uint64_t number) {
  std::uint64_t const tens = number / 10 % 10;
  std::string_view suffix = "th";
  if (tens != 1 && number % 10 == 1) suffix = "st";
  if (tens != 1 && number % 10 == 2) suffix = "nd";
  if (tens != 1 && number % 10 == 3) suffix = "rd";
  return fmt::format("{}{}", number, suffix);
}

std::string to_text(Occasion const& when) {
  std::string point = when.point == Occasion::Point::leaves ? "leaves" : "arrives";
  if (when.receiver) point += fmt::format(" at {}", *when.receiver);
  return fmt::format("the {} {} of {} {}", ordinal_text(when.ordinal), when.message, when.sender,
                     point);
}

}  // namespace

std::optional<std::string_view> NodeDeclaration::setting(std::string_view key) const {
  for (auto const& [known, value] : settings) {
    if (known == key) return value;
  }
  return std::nullopt;
}

std::string to_text(Step const& step) {
  switch (step.kind) {
    case Step::Kind::command:
      return step.command;
    case Step::Kind::at:
      return fmt::format("at {} {}", to_text(step.time), step.command);
    case Step::Kind::when:
      return fmt::format("when {}: {}", to_text(step.when), step.command);
    case Step::Kind::run:
      return fmt::format("run {}", to_text(step.time));
    case Step::Kind::settle:
      return fmt::format("settle {}", to_text(step.time));
  }
  return {};
}

std::string to_text(NodeDeclaration const& node) {
  std::string text = fmt::format("node {} {}", node.name, node.kind);
  for (auto const& [key, value] : node.settings) text += fmt::format(" {}={}", key, value);
  return text;
}

std::string to_text(Scenario const& scenario) {
  std::string text;
  for (std::string const& line : scenario.story) {
    text += line.empty() ? "#\n" : fmt::format("# {}\n", line);
  }
  text += fmt::format("seed {}\n", scenario.seed.value());
  if (!scenario.profile.empty()) text += fmt::format("profile {}\n", scenario.profile);
  for (std::string const& defect : scenario.defects) text += fmt::format("defect {}\n", defect);
  if (!(scenario.link == LinkSettings{})) {
    text += fmt::format("network latency={} jitter={}\n", to_text(scenario.link.latency),
                        to_text(scenario.link.jitter));
  }
  for (NodeDeclaration const& node : scenario.nodes) text += to_text(node) + '\n';
  for (Step const& step : scenario.steps) text += to_text(step) + '\n';
  if (scenario.trace) text += "----\n" + *scenario.trace;
  return text;
}

}  // namespace drydock::simulator
