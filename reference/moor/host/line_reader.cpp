#include "reference/moor/host/line_reader.hpp"

#include <fmt/format.h>

#include <utility>

#include "reference/moor/host/answers.hpp"
#include "reference/moor/host/words.hpp"

namespace drydock::moor::host {
namespace {

constexpr std::string_view out_of_band_mark = "#$#";
constexpr std::size_t collected_lines_max = 100'000;

bool is_one_of(std::string_view word, std::string_view a, std::string_view b) {
  return same_ignoring_case(word, a) || same_ignoring_case(word, b);
}

std::string joined(std::vector<std::string> const& lines) {
  std::string text;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (at != 0) text += '\n';
    text += lines[at];
  }
  return text;
}

Action out_of_band(std::string_view line) {
  std::vector<Var> words;
  for (std::string& word : split_words(line)) words.emplace_back(std::move(word));
  return SendOutOfBand{list_of(std::move(words)), Var{std::string(line)}};
}

}  // namespace

Meaning LineReader::read(std::string_view line, RequestInputEvent const* request) {
  if (program_) return collect_program(line);
  if (request != nullptr) return answer(line, *request);
  area_.reset();
  auto const [word, rest] = first_word(line);
  if (is_one_of(word, "PREFIX", "OUTPUTPREFIX")) return Surround{true, std::string(rest)};
  if (is_one_of(word, "SUFFIX", "OUTPUTSUFFIX")) return Surround{false, std::string(rest)};
  if (word == ".program") return begin_program(rest);
  if (out_of_band_ && line.starts_with(out_of_band_mark)) return out_of_band(line);
  if (evaluates_ && line.starts_with(';'))
    return Action{Evaluate{std::string(line.substr(1)), true}};
  std::string_view const command = trimmed(line);
  if (command.empty()) return NothingYet{};
  return Action{GiveCommand{std::string(command)}};
}

void LineReader::forget() {
  program_.reset();
  area_.reset();
}

Meaning LineReader::begin_program(std::string_view target) {
  auto const [place, rest] = first_word(target);
  std::size_t const colon = place.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == place.size()) {
    return NothingYet{"Usage: .program object:verb"};
  }
  program_ = ProgramVerb{ObjectRefMatch{std::string(place.substr(0, colon))},
                         Symbol{std::string(place.substr(colon + 1))},
                         {}};
  return NothingYet{fmt::format("Now programming {}. Use \".\" to end.", place)};
}

Meaning LineReader::collect_program(std::string_view line) {
  if (line == ".") return Action{*std::exchange(program_, std::nullopt)};
  if (program_->code.size() >= collected_lines_max) {
    program_.reset();
    return NothingYet{"The program is too long, and is lost."};
  }
  program_->code.emplace_back(line);
  return NothingYet{};
}

Meaning LineReader::answer(std::string_view line, RequestInputEvent const& request) {
  if (wants_text_area(request)) return collect_area(line);
  Result<Var> value = answer_of(request, line);
  if (!value) return NothingYet{value.error().message};
  return Action{GiveAnswer{*std::move(value)}};
}

Meaning LineReader::collect_area(std::string_view line) {
  if (!area_) area_.emplace();
  if (line == abort_word) {
    area_.reset();
    return Action{GiveAnswer{Var{std::string(abort_word)}}};
  }
  if (line == ".") {
    std::vector<std::string> const lines = *std::exchange(area_, std::nullopt);
    return Action{GiveAnswer{Var{joined(lines)}}};
  }
  if (area_->size() >= collected_lines_max) {
    area_.reset();
    return NothingYet{"The text is too long, and is lost."};
  }
  area_->emplace_back(line);
  return NothingYet{};
}

}  // namespace drydock::moor::host
