#include "program/config_directory.hpp"

#include <cstdlib>

namespace drydock::program {

std::string environment(char const* name) {
  char const* const value = std::getenv(name);
  return value == nullptr ? std::string{} : std::string{value};
}

std::string config_directory() {
  if (std::string const xdg = environment("XDG_CONFIG_HOME"); !xdg.empty()) return xdg + "/moor";
  if (std::string const home = environment("HOME"); !home.empty()) return home + "/.config/moor";
  return ".";
}

}  // namespace drydock::program
