#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/judge/requirement.hpp"
#include "conformance/testee/placeholder.hpp"

namespace drydock::conformance {

class Stage;

/// Where alone a case can be judged, beside the service that it needs.
struct Ground {
  bool secure = false;   // Over links that the protocol secures.
  bool process = false;  // Of a process: files have modes, and others see its arguments.
  /// A placeholder that the command has to use.
  std::string_view placeholder = {};
};

/// One way to find out whether a requirement is kept. `run` returns if it is, and throws a
/// `CaseEnd` if not. A requirement that is looked at in several ways has a case for each, told
/// apart by `variant`.
struct Case {
  Requirement const& requirement;
  std::string_view variant;
  std::string_view title;  // What is true of whoever passes.
  std::string_view needs;  // The least of the suite's services that it can do with.
  void (*run)(Stage& stage);
  Ground ground = {};

  /// `worker.stop.orderly` or `worker.stop.orderly/sigterm`.
  std::string id() const;
};

/// What somebody asks to have judged, as far as it decides which cases can be put to it.
struct Offer {
  std::string_view service;
  bool secure = false;
  bool process = true;
  /// The command; its placeholders do not matter for what is no process.
  std::vector<std::string> command = {};
};

/// The cases for one role of one protocol.
struct Suite {
  std::string_view role;
  std::span<Requirement const> requirements;
  std::vector<Case const*> cases;
  /// What a testee can offer, from least to most: each can do what those before it can.
  std::vector<std::string_view> services;
  std::vector<Placeholder> placeholders;
  /// Variables of the environment that a testee could read, and that are the operator's own.
  std::vector<std::string> hidden_variables = {};
  /// The placeholder without which no command can secure its links; empty if none is needed.
  std::string_view secured_by = {};

  /// Why `one` cannot be judged of what is offered: `needs --service test`. Empty if it can.
  std::string why_not(Offer const& offer, Case const& one) const;
};

/// Which cases of a suite are asked for.
struct Selection {
  std::string glob = "*";             // Of case ids: `*`, `?` and `[...]`, as a shell has them.
  Profile profile = Profile::robust;  // And those below it.
};

std::vector<Case const*> select(Suite const& suite, Selection const& selection);

}  // namespace drydock::conformance
