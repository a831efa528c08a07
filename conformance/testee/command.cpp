#include "conformance/testee/command.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <sstream>
#include <string_view>

namespace drydock::conformance {
namespace {

bool is_name_character(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

/// `word` with `replace(name)` for each placeholder in it.
std::string substitute(std::string_view word,
                       std::function<std::string(std::string_view)> const& replace) {
  std::string result;
  std::size_t at = 0;
  while (at < word.size()) {
    std::size_t end = at + 1;
    bool const doubled = word.substr(at, 2) == "{{";
    std::size_t const begin = at + (doubled ? 2 : 1);
    for (end = begin; end < word.size() && is_name_character(word[end]);) ++end;
    std::string_view const name = word[at] == '{' ? word.substr(begin, end - begin) : "";
    std::string_view const closing = doubled ? "}}" : "}";
    if (name.empty() || word.substr(end, closing.size()) != closing) {
      result += word[at++];
      continue;
    }
    result += doubled ? fmt::format("{{{}}}", name) : replace(name);
    at = end + closing.size();
  }
  return result;
}

std::string list_of(std::span<Placeholder const> placeholders) {
  std::string list;
  for (Placeholder const& one : placeholders) {
    list += fmt::format("{}{{{}}}", list.empty() ? "" : " ", one.name);
  }
  return list;
}

bool is_file(std::string const& path) {
  struct stat about{};
  return stat(path.c_str(), &about) == 0 && S_ISREG(about.st_mode);
}

}  // namespace

Result<void> check_command(std::vector<std::string> const& words,
                           std::span<Placeholder const> placeholders) {
  std::string unknown;
  for (std::string const& word : words) {
    substitute(word, [&](std::string_view name) {
      auto const known = [&](Placeholder const& one) { return one.name == name; };
      if (std::none_of(placeholders.begin(), placeholders.end(), known)) unknown = name;
      return std::string{};
    });
    if (!unknown.empty()) {
      return fail(fmt::format("unknown placeholder {{{}}} in \"{}\"; there are {}", unknown, word,
                              list_of(placeholders)));
    }
  }
  return {};
}

std::vector<std::string> expand(std::vector<std::string> const& words, Values const& values) {
  std::vector<std::string> expanded;
  expanded.reserve(words.size());
  for (std::string const& word : words) {
    expanded.push_back(
        substitute(word, [&](std::string_view name) { return values.find(name)->second; }));
  }
  return expanded;
}

Result<std::string> find_program(std::string const& name) {
  auto const checked = [&](std::string const& path) -> Result<std::string> {
    if (access(path.c_str(), X_OK) == 0) return path;
    return fail(fmt::format("\"{}\" is not executable", path));
  };
  if (name.find('/') != std::string::npos) {
    if (!is_file(name)) return fail(fmt::format("there is no program \"{}\"", name));
    return checked(name);
  }
  char const* const path = std::getenv("PATH");
  std::istringstream folders{path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin"};
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::string candidate = (folder.empty() ? "." : folder) + "/" + name;
    if (is_file(candidate) && access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return fail(fmt::format("there is no program \"{}\" along PATH", name));
}

}  // namespace drydock::conformance
