#include "program/verb_group.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

namespace drydock::program {
namespace {

std::string help_of(VerbGroup const& group) {
  std::string text = fmt::format(
      "drydock {0}: {1}\n\nUsage: drydock {0} VERB ...\n       drydock {0} VERB --help\n\nVerbs:\n",
      group.name, group.does);
  for (Verb const& verb : group.verbs) text += fmt::format("  {:10}  {}\n", verb.name, verb.does);
  return group.remark.empty() ? text : fmt::format("{}\n{}\n", text, group.remark);
}

/// "mint, inspect or verify".
std::string names_of(VerbGroup const& group) {
  std::string names;
  for (std::size_t place = 0; place < group.verbs.size(); ++place) {
    if (place > 0) names += place + 1 == group.verbs.size() ? " or " : ", ";
    names += group.verbs[place].name;
  }
  return names;
}

}  // namespace

int run_verb_of(VerbGroup const& group, Arguments const& arguments) {
  if (arguments.empty()) {
    std::cerr << help_of(group);
    return could_not_run;
  }
  std::string const& name = arguments.front();
  if (name == "--help" || name == "-h") {
    std::cout << help_of(group);
    return fine;
  }
  auto const verb = std::ranges::find(group.verbs, std::string_view{name}, &Verb::name);
  if (verb != group.verbs.end()) return verb->run({arguments.begin() + 1, arguments.end()});
  // What stands there may be a token, so only what looks like a verb is quoted.
  std::string const saw = name.size() <= 16 ? fmt::format(", not \"{}\"", name) : "";
  return refuse(group.name, fmt::format("expected {}{}; see drydock {} --help", names_of(group),
                                        saw, group.name));
}

}  // namespace drydock::program
