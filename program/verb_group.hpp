#pragma once

#include <span>
#include <string_view>

#include "program/verb.hpp"

namespace drydock::program {

/// A verb that has verbs of its own: `drydock token mint`.
struct VerbGroup {
  std::string_view name;
  std::string_view does;
  std::span<Verb const> verbs;
  std::string_view remark = {};  // Below the list of the verbs.
};

/// Runs the verb that the first argument names with the rest, or prints the help.
int run_verb_of(VerbGroup const& group, Arguments const& arguments);

}  // namespace drydock::program
