#include "reference/moor/host/words.hpp"

#include <algorithm>
#include <utility>

namespace drydock::moor::host {
namespace {

constexpr std::string_view blanks = " \t\r\n\v\f";

bool is_blank(char c) { return blanks.find(c) != std::string_view::npos; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::vector<std::string> split_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  for (std::size_t at = 0; at <= line.size(); ++at) {
    bool const ends = at == line.size() || (!quoted && is_blank(line[at]));
    if (ends) {
      if (!word.empty()) words.push_back(std::exchange(word, {}));
    } else if (line[at] == '"') {
      quoted = !quoted;
    } else if (line[at] == '\\' && at + 1 < line.size()) {
      word.push_back(line[++at]);
    } else {
      word.push_back(line[at]);
    }
  }
  return words;
}

std::string_view trimmed(std::string_view text) {
  std::size_t const first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

FirstWord first_word(std::string_view line) {
  line = trimmed(line);
  std::size_t const end = std::min(line.find_first_of(blanks), line.size());
  return {line.substr(0, end), trimmed(line.substr(end))};
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace drydock::moor::host
