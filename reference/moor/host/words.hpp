#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace drydock::moor::host {

/// The words of a line: split at white space; `"` begins and ends a stretch in which white space
/// does not count, `\` takes the next character as it is, and empty words vanish. Source:
/// hosts 9.3.
std::vector<std::string> split_words(std::string_view line);

/// Without white space at either end.
std::string_view trimmed(std::string_view text);

/// The first word, and the rest of the line without the white space between them.
struct FirstWord {
  std::string_view word;
  std::string_view rest;
};
FirstWord first_word(std::string_view line);

/// Whether both are the same but for the case of ASCII letters.
bool same_ignoring_case(std::string_view a, std::string_view b);

}  // namespace drydock::moor::host
