#include "simulator/faults/clock.hpp"

#include <fmt/format.h>

#include <charconv>

#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr std::int32_t drift_part_max = 1'000'000'000;

std::string signed_text(Rng& rng, std::string const& text) {
  return (rng.chance({1, 2}) ? "+" : "-") + text;
}

bool any_clock(FaultTargets const& targets) { return !targets.clocks.empty(); }

Result<Action> parse_skew(std::string_view verb, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  if (verb == "set-clock") {
    return Action{[node = *node](World& target) { target.clock(node).set_right(); }};
  }
  Result<Duration> const error = words.signed_duration();
  if (!error) return tl::make_unexpected(error.error());
  return Action{[node = *node, error = *error](World& target) {
    target.clock(node).skew(target.now(), error);
  }};
}

std::vector<DrawnCommand> draw_skew(Rng& rng, FaultTargets const& targets) {
  std::string const node = draw_one(rng, targets.clocks);
  Duration const error = draw_duration(rng, 100ms, 2min);
  std::string const text = signed_text(rng, to_text(error));
  Duration const lasts = draw_duration(rng, 1s, 20s);
  return {{0s, "skew " + node + " " + text}, {lasts, "set-clock " + node}};
}

Result<Action> parse_step(std::string_view, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  Result<Duration> const by = words.signed_duration();
  if (!by) return tl::make_unexpected(by.error());
  return Action{
      [node = *node, by = *by](World& target) { target.clock(node).step(target.now(), by); }};
}

std::vector<DrawnCommand> draw_step(Rng& rng, FaultTargets const& targets) {
  std::string const node = draw_one(rng, targets.clocks);
  Duration const by = draw_duration(rng, 100ms, 2min);
  return {{0s, "step-clock " + node + " " + signed_text(rng, to_text(by))}};
}

/// `+1/100` or `-1/100`.
Result<NodeClock::Drift> parse_share(Words& words) {
  Words const before = words;
  Result<std::string_view> const text = words.word("+PART/WHOLE or -PART/WHOLE");
  if (!text) return tl::make_unexpected(text.error());
  NodeClock::Drift drift;
  bool const is_signed = text->starts_with('+') || text->starts_with('-');
  char const* const last = text->data() + text->size();
  auto const [slash, problem] =
      std::from_chars(text->data() + (is_signed ? 1 : 0), last, drift.numerator);
  bool is_share = is_signed && problem == std::errc{} && slash != last && *slash == '/';
  if (is_share) {
    auto const [end, whole_problem] = std::from_chars(slash + 1, last, drift.denominator);
    is_share = whole_problem == std::errc{} && end == last;
  }
  is_share = is_share && drift.numerator >= 0 && drift.numerator <= drift.denominator &&
             drift.denominator > 0 && drift.denominator <= drift_part_max;
  if (!is_share) {
    return before.error(fmt::format("'{}' is no drift such as +1/100 or -1/100", *text));
  }
  if (text->front() == '-') drift.numerator = -drift.numerator;
  return drift;
}

Result<Action> parse_drift(std::string_view, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  Result<NodeClock::Drift> const drift = parse_share(words);
  if (!drift) return tl::make_unexpected(drift.error());
  return Action{[node = *node, drift = *drift](World& target) {
    target.clock(node).drift(target.now(), drift);
  }};
}

std::vector<DrawnCommand> draw_drift(Rng& rng, FaultTargets const& targets) {
  std::string const node = draw_one(rng, targets.clocks);
  constexpr std::string_view shares[] = {"1/10000", "1/100", "1/10", "1/2"};
  std::string const text = signed_text(rng, std::string(shares[rng.below(std::size(shares))]));
  Duration const lasts = draw_duration(rng, 1s, 20s);
  return {{0s, "drift " + node + " " + text}, {lasts, "set-clock " + node}};
}

}  // namespace

FaultKind skew_fault() {
  return {"skew",
          "skew A +5s, skew A -5s, set-clock A (right again)",
          "a host was set up with the wrong time, and nobody synchronises it",
          {"skew", "set-clock"},
          parse_skew,
          draw_skew,
          any_clock};
}

FaultKind clock_step_fault() {
  return {"clock-step",
          "step-clock A +10s, step-clock A -10s",
          "an operator or a time daemon sets a clock; a suspended virtual machine goes on",
          {"step-clock"},
          parse_step,
          draw_step,
          any_clock};
}

FaultKind drift_fault() {
  return {"drift",
          "drift A +1/100 (gains a second in 100), drift A -1/100",
          "a crystal is bad, or a hypervisor loses ticks",
          {"drift"},
          parse_drift,
          draw_drift,
          any_clock};
}

}  // namespace drydock::simulator
