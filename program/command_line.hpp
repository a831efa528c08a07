#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/exit_codes.hpp"
#include "reference/core/result.hpp"
#include "reference/core/time.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace drydock::program {

using Arguments = std::vector<std::string>;

/// The flags and arguments of one verb. Each is bound to a variable that holds its default and is
/// assigned by `parse`. CLI11 stays behind this door because it costs every file that includes it 5
/// s.
class CommandLine {
 public:
  /// Says why a text is no value.
  using Assign = std::function<Result<void>(std::string const&)>;

  CommandLine(std::string_view verb, std::string_view does);
  ~CommandLine();
  CommandLine(CommandLine const&) = delete;
  CommandLine& operator=(CommandLine const&) = delete;

  /// `names` as CLI11 takes them: `--json`, `-j,--jobs`.
  void flag(std::string const& names, bool& value, std::string const& help);
  void option(std::string const& names, std::string& value, std::string const& help);
  void option(std::string const& names, std::size_t& value, std::string const& help);
  /// Any number, also one below 0 or not finite; absent unless given.
  void option(std::string const& names, std::optional<double>& value, std::string const& help);
  /// Seconds above 0 on the command line.
  void option(std::string const& names, Duration& value, std::string const& help);
  /// A value that `assign` reads; with `repeatable` as often as it is given.
  void option(std::string const& names, std::string const& default_text, std::string const& help,
              Assign assign, bool repeatable = false);

  void argument(std::string const& name, std::string& value, std::string const& help);
  /// All that are left, also none.
  void arguments(std::string const& name, Arguments& values, std::string const& help);

  /// Below the list of flags.
  void footer(std::string const& text);

  /// Absent if the verb is to run; otherwise the exit code, with what there was to say said: help
  /// on stdout, a mistake on stderr with the name of its flag.
  std::optional<int> parse(Arguments const& arguments);

 private:
  std::unique_ptr<CLI::App> app_;
};

/// Says on stderr what is wrong, after the verb's name.
int refuse(std::string_view verb, std::string_view why);

}  // namespace drydock::program
