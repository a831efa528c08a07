#include "program/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <iostream>

namespace drydock::program {
namespace {

/// CLI11 gives texts such as `{}` and `[a,b]` a meaning of their own and takes `-5` for a flag,
/// where here they are values. A byte in front keeps it from looking.
constexpr char shield = '\x01';

bool needs_shield(std::string const& text) {
  if (text.empty()) return false;
  if (text.front() == '{' || text.front() == '[') return true;
  bool const maybe_number = text.size() > 1 && text.front() == '-';
  return maybe_number && (text[1] == '.' || (text[1] >= '0' && text[1] <= '9'));
}

std::string unshielded(std::string const& text) {
  return !text.empty() && text.front() == shield ? text.substr(1) : text;
}

/// All of `text` as one number.
template <class Number>
std::optional<Number> number_of(std::string const& text) {
  Number number{};
  auto const end = text.data() + text.size();
  auto const [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

auto not_a(std::string_view what, std::string const& text) {
  return fail(fmt::format("\"{}\" is not {}", text, what));
}

}  // namespace

CommandLine::CommandLine(std::string_view verb, std::string_view does)
    : app_(std::make_unique<CLI::App>(std::string(does), fmt::format("drydock {}", verb))) {}

CommandLine::~CommandLine() = default;

void CommandLine::flag(std::string const& names, bool& value, std::string const& help) {
  app_->add_flag(names, value, help);
}

void CommandLine::option(std::string const& names, std::string& value, std::string const& help) {
  option(names, value, help, [&value](std::string const& text) -> Result<void> {
    value = text;
    return {};
  });
}

void CommandLine::option(std::string const& names, std::size_t& value, std::string const& help) {
  option(names, std::to_string(value), help, [&value](std::string const& text) -> Result<void> {
    auto const number = number_of<std::size_t>(text);
    if (!number) return not_a("a whole number", text);
    value = *number;
    return {};
  });
}

void CommandLine::option(std::string const& names, std::optional<double>& value,
                         std::string const& help) {
  option(names, "", help, [&value](std::string const& text) -> Result<void> {
    value = number_of<double>(text);
    if (!value) return not_a("a number", text);
    return {};
  });
}

void CommandLine::option(std::string const& names, Duration& value, std::string const& help) {
  auto const default_text = fmt::format("{}", seconds_of(value));
  option(names, default_text, help, [&value](std::string const& text) -> Result<void> {
    constexpr double year = 366 * 86400.0;
    auto const seconds = number_of<double>(text);
    bool const fits = seconds && *seconds > 0 && *seconds <= year;  // False for NaN.
    if (!fits) return not_a("a number of seconds above 0 and within a year", text);
    value = Duration{std::llround(*seconds * 1e9)};
    return {};
  });
}

void CommandLine::option(std::string const& names, std::string const& default_text,
                         std::string const& help, Assign assign, bool repeatable) {
  auto const take = [names, assign = std::move(assign)](CLI::results_t const& texts) {
    for (auto const& text : texts) {
      auto const assigned = assign(unshielded(text));
      if (!assigned) throw CLI::ValidationError(names, assigned.error().message);
    }
    return true;
  };
  auto* const option = app_->add_option(names, take, help);
  option->expected(1)->type_name("TEXT");
  if (repeatable)
    option->expected(CLI::detail::expected_max_vector_size)
        ->allow_extra_args(false)
        ->type_name("TEXT ...");
  if (!default_text.empty()) option->default_str(default_text);
}

void CommandLine::argument(std::string const& name, std::string& value, std::string const& help) {
  app_->add_option(
          name,
          [&value](CLI::results_t const& texts) {
            value = unshielded(texts.front());
            return true;
          },
          help)
      ->required()
      ->expected(1);
}

void CommandLine::arguments(std::string const& name, Arguments& values, std::string const& help) {
  app_->add_option(
          name,
          [&values](CLI::results_t const& texts) {
            for (auto const& text : texts) values.push_back(unshielded(text));
            return true;
          },
          help)
      ->expected(CLI::detail::expected_max_vector_size);
}

void CommandLine::footer(std::string const& text) { app_->footer(text); }

std::optional<int> CommandLine::parse(Arguments const& arguments) {
  std::vector<std::string> reversed;  // As CLI11 wants them.
  for (auto argument = arguments.rbegin(); argument != arguments.rend(); ++argument) {
    reversed.push_back(needs_shield(*argument) ? shield + *argument : *argument);
  }
  try {
    app_->parse(std::move(reversed));
    return std::nullopt;
  } catch (CLI::CallForHelp const&) {
    std::cout << app_->help();
    return fine;
  } catch (CLI::ParseError const& error) {
    std::string text = error.what();
    std::erase(text, shield);
    std::cerr << app_->get_name() << ": " << text << "\nSee " << app_->get_name() << " --help\n";
    return could_not_run;
  }
}

int refuse(std::string_view verb, std::string_view why) {
  std::cerr << "drydock " << verb << ": " << why << "\n";
  return could_not_run;
}

}  // namespace drydock::program
