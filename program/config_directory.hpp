#pragma once

#include <string>

namespace drydock::program {

/// The directory of mooR's configuration: `$XDG_CONFIG_HOME/moor`, else `$HOME/.config/moor`, else
/// the working directory; a variable that is empty counts as unset. Source: workers 7.3, UQ-52.
std::string config_directory();

/// The value of that variable, empty where it is unset.
std::string environment(char const* name);

}  // namespace drydock::program
