#pragma once

#include <span>
#include <string>
#include <vector>

#include "conformance/testee/placeholder.hpp"
#include "reference/core/result.hpp"

namespace drydock::conformance {

/// Fails, naming the word and the placeholders there are, for `{...}` around a name that is none of
/// them. Braces around anything but lower-case letters and `_` are left alone; `{{name}}` is the
/// text
/// `{name}`.
Result<void> check_command(std::vector<std::string> const& words,
                           std::span<Placeholder const> placeholders);

/// The command with `values` in place. Words have passed `check_command`.
std::vector<std::string> expand(std::vector<std::string> const& words, Values const& values);

/// The program that `name` means, along PATH if it has no slash. Fails saying that it is not there
/// or cannot be executed. Source: execvp(3).
Result<std::string> find_program(std::string const& name);

}  // namespace drydock::conformance
