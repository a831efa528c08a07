#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/result.hpp"
#include "simulator/faults/fault.hpp"
#include "simulator/scenario/checker.hpp"
#include "simulator/scenario/scenario.hpp"
#include "simulator/world/trace.hpp"
#include "simulator/world/world.hpp"

namespace drydock::simulator {

/// A protocol in one run: its machines, its words for messages, its workload and its checkers.
class Play : public Describer {
 public:
  /// The world that it will be played in, which outlives it. Called first, and once.
  virtual void enter(World&) {}
  /// What makes the machine of that node, which will be `NodeId{world.node_count()}`: its clock and
  /// disk, `world.clock(id)` and `world.disk(id)`, are there already and outlive its machines, so
  /// the factory can hold references to them. Called once for each declared node before the run.
  /// Fails naming the kind or setting that it does not know.
  virtual Result<MachineFactory> machine(World& world, NodeDeclaration const& node) = 0;
  /// The command of the workload that begins with `verb`, such as `request`; called before the run
  /// with all nodes declared. Absent if the protocol has no such verb.
  virtual std::optional<Result<Action>> command(World& world, std::string_view verb,
                                                Words& words) = 0;
  /// They watch the run from its begin, in this order.
  virtual std::vector<Checker*> checkers() = 0;
  /// All faults have just ended, and there will be no more.
  virtual void begin_settling(World& world) = 0;
  /// Whether all that the workload waits for has happened.
  virtual bool is_settled(World const& world) = 0;
};

/// A mistake that a protocol's machines can be told to make.
struct NamedDefect {
  std::string_view name;
  std::string_view source;
  std::string_view what;
};

/// What a protocol brings to the simulator.
class Protocol {
 public:
  virtual ~Protocol() = default;
  virtual std::vector<std::string_view> profiles() const = 0;
  virtual std::vector<NamedDefect> defects() const = 0;
  /// Faults that only this protocol knows, whose commands its plays read: `parse` and, where its
  /// own draws have them, `draw` are absent.
  virtual std::vector<FaultKind> faults() const { return {}; }
  /// A fresh play for one run. `verdict` outlives it. Fails naming a profile or defect that it does
  /// not know.
  virtual Result<std::unique_ptr<Play>> begin(Scenario const& scenario, Verdict& verdict) const = 0;

  /// Who takes part in a drawn run, what they do, and who may be met by faults.
  struct Draw {
    std::vector<NodeDeclaration> nodes;
    std::vector<Step> steps;  // Of kind `at`, within `lasts`.
    FaultTargets targets;
    /// Kinds of messages with those who send them, for faults addressed by meaning.
    std::vector<std::pair<std::string, std::string>> messages;
    Duration settles_within{0};
  };
  /// `profile` is one of `profiles()`, or empty for the first.
  virtual Draw draw(Rng rng, Duration lasts, std::string_view profile) const = 0;
};

}  // namespace drydock::simulator
