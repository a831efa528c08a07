#include "simulator/scenario/runner.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "reference/machine/thorough.hpp"
#include "simulator/faults/fault.hpp"
#include "simulator/scenario/occasions.hpp"
#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

WorldSettings world_settings(Scenario const& scenario, RunSettings const& run) {
  WorldSettings settings;
  settings.seed = scenario.seed;
  settings.network.link = scenario.link;
  settings.network.outside = run.outside;
  settings.timers_late_max = run.timers_late_max;
  return settings;
}

/// Starts again, once the faults are over, what ends because it had been asked to.
class Supervisor final : public Observer {
 public:
  explicit Supervisor(World& world) : world_(world) {}
  void begin() { is_on_duty_ = true; }
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override {
    if (!is_on_duty_ || event != NodeEvent::exited) return;
    world_.at(now, [this, node] {
      if (world_.was_killed(node)) world_.start(node);
    });
  }

 private:
  World& world_;
  bool is_on_duty_ = false;
};

class Runner {
 public:
  Runner(Scenario const& scenario, std::unique_ptr<Play> play, Verdict& verdict,
         RunSettings const& settings)
      : scenario_(scenario),
        settings_(settings),
        verdict_(verdict),
        play_(std::move(play)),
        world_(world_settings(scenario, settings)),
        trace_(world_, *play_, settings.detail, settings.trace_lines_max),
        occasions_(world_, *play_),
        supervisor_(world_) {
    play_->enter(world_);
    if (settings.keep_trace) world_.watch(trace_);
    if (settings.keep_records) world_.run_digest().keep_records();
    for (Checker* const checker : play_->checkers()) world_.watch(*checker);
    world_.watch(occasions_);
    world_.watch(supervisor_);
    if (settings.on_begin) settings.on_begin(world_, *play_);
  }

  Result<RunResult> run() {
    if (auto const prepared = prepare(); !prepared) return tl::make_unexpected(prepared.error());
    world_.run_until(VirtualTime{});  // Whoever starts at the beginning has begun.
    for (std::size_t at = 0; at < scenario_.steps.size() && !is_over(); ++at) {
      take(scenario_.steps[at], actions_[at]);
    }
    if (settings_.lingers > Duration{0}) run_until(world_.now() + settings_.lingers);
    return finish();
  }

 private:
  Result<void> prepare() {
    for (NodeDeclaration const& node : scenario_.nodes) {
      if (auto const added = add_node(node); !added) {
        return fail(
            fmt::format("line {}, node {}: {}", node.line, node.name, added.error().message));
      }
    }
    for (Step const& step : scenario_.steps) {
      Result<Action> action = parse_step(step);
      if (!action) return fail(fmt::format("line {}, {}", step.line, action.error().message));
      actions_.push_back(*std::move(action));
    }
    return {};
  }

  Result<void> add_node(NodeDeclaration const& declaration) {
    Result<MachineFactory> factory = play_->machine(world_, declaration);
    if (!factory) return tl::make_unexpected(factory.error());
    NodeId const node = world_.add_node(declaration.name, *std::move(factory));
    std::optional<std::string_view> const start = declaration.setting("start");
    if (!start) {
      world_.start(node);
      return {};
    }
    Result<Duration> const after = parse_duration(*start);
    if (!after) return tl::make_unexpected(after.error());
    world_.at(VirtualTime{*after}, [this, node] { world_.start(node); });
    return {};
  }

  Result<Action> parse_step(Step const& step) {
    if (step.kind == Step::Kind::when) {
      for (std::string const* name :
           {&step.when.sender, step.when.receiver ? &*step.when.receiver : nullptr}) {
        if (name != nullptr && !world_.find(*name)) {
          return fail(fmt::format("column 1: there is no node '{}'", *name));
        }
      }
    }
    if (step.command.empty()) return Action{};
    Words words(step.command, step.column);
    std::string_view const verb = *words.word("a command");
    Result<Action> action = parse_command(verb, words, step.column);
    if (!action) return action;
    if (auto const end = words.end(); !end) return tl::make_unexpected(end.error());
    return action;
  }

  Result<Action> parse_command(std::string_view verb, Words& words, std::size_t column) {
    FaultKind const* const fault = find_fault(verb);
    if (fault != nullptr && fault->parse != nullptr) return fault->parse(verb, words, world_);
    if (auto command = play_->command(world_, verb, words)) return *std::move(command);
    return fail(fmt::format("column {}: there is no command '{}'", column, verb));
  }

  void take(Step const& step, Action const& action) {
    auto const act = [this, &step, &action] {
      world_.note(no_node, "do", step.command);
      action(world_);
    };
    switch (step.kind) {
      case Step::Kind::command:
        return act();
      case Step::Kind::at:
        return world_.at(VirtualTime{step.time}, [this, act] {
          if (!settling_) act();
        });
      case Step::Kind::when:
        return occasions_.add(step.when, *world_.find(step.when.sender),
                              step.when.receiver ? *world_.find(*step.when.receiver) : no_node,
                              act);
      case Step::Kind::run:
        run_until(world_.now() + step.time);
        return;
      case Step::Kind::settle:
        return settle(step.time);
    }
  }

  bool is_over() const { return !settings_.goes_on && verdict_.failure().has_value(); }

  void run_until(VirtualTime when) {
    world_.run_until(when, [this] { return is_over(); });
  }

  /// What is too much to be looked at after every step.
  void check_machines() const {
    for (std::uint32_t node = 0; node < world_.node_count(); ++node) {
      if (auto const* machine = world_.machine(NodeId{node})) check_everything(*machine);
    }
  }

  void settle(Duration limit) {
    check_machines();
    settling_ = true;
    occasions_.clear();
    supervisor_.begin();
    world_.note(no_node, "settle", "");
    heal_everything(world_);
    play_->begin_settling(world_);
    settled_ = world_.run_until(world_.now() + limit,
                                [this] { return is_over() || play_->is_settled(world_); });
    gave_up_ = !settled_;
  }

  Result<RunResult> finish() {
    check_machines();
    for (Checker* const checker : play_->checkers()) {
      if (!verdict_.failure()) checker->at_end(world_.now(), settling_);
    }
    if (gave_up_) verdict_.fail("settles", "the workload did not come to rest in its time");
    if (auto const& failure = verdict_.failure()) {
      world_.note(no_node, "fails", fmt::format("{}: {}", failure->property, failure->what));
    } else {
      world_.note(no_node, "ok", "");
    }
    RunResult result;
    result.failure = verdict_.failure();
    result.digest = world_.digest();
    result.events = world_.events();
    result.ended_at = world_.now();
    result.trace = trace_.text();
    if (settings_.keep_records) result.records = world_.run_digest().records();
    return result;
  }

  Scenario const& scenario_;
  RunSettings const& settings_;
  Verdict& verdict_;
  std::unique_ptr<Play> play_;
  World world_;
  Trace trace_;
  Occasions occasions_;
  Supervisor supervisor_;
  std::vector<Action> actions_;
  bool settling_ = false;
  bool settled_ = false;
  bool gave_up_ = false;
};

}  // namespace

Result<RunResult> run_scenario(Scenario const& scenario, Protocol const& protocol,
                               RunSettings const& settings) {
  Verdict verdict;
  Result<std::unique_ptr<Play>> play = protocol.begin(scenario, verdict);
  if (!play) return tl::make_unexpected(play.error());
  return Runner(scenario, *std::move(play), verdict, settings).run();
}

}  // namespace drydock::simulator
