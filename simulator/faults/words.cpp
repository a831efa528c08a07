#include "simulator/faults/words.hpp"

#include <fmt/format.h>

#include <charconv>

#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {

tl::unexpected<Error> Words::error(std::string_view message) const {
  return fail(fmt::format("column {}: {}", column_, message));
}

void Words::advance(std::size_t count) {
  rest_.remove_prefix(count);
  column_ += count;
}

void Words::skip_space() {
  while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) advance(1);
}

std::string_view Words::peek() const { return rest_.substr(0, rest_.find_first_of(" \t")); }

Result<std::string_view> Words::word(std::string_view what) {
  if (at_end()) return error(fmt::format("{} is missing at the end of the line", what));
  std::string_view const word = peek();
  advance(word.size());
  skip_space();
  return word;
}

bool Words::take(std::string_view word) {
  if (peek() != word) return false;
  advance(word.size());
  skip_space();
  return true;
}

Result<void> Words::expect(std::string_view word) {
  if (take(word)) return {};
  if (at_end()) return error(fmt::format("'{}' is missing at the end of the line", word));
  return error(fmt::format("'{}' where '{}' should be", peek(), word));
}

Result<std::uint64_t> Words::ordinal() {
  std::string_view const word = peek();
  std::uint64_t number = 0;
  auto const [end, problem] = std::from_chars(word.data(), word.data() + word.size(), number);
  std::string_view const suffix = word.substr(static_cast<std::size_t>(end - word.data()));
  bool const is_ordinal = suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th";
  if (problem != std::errc{} || !is_ordinal || number == 0) {
    return error(fmt::format("'{}' where 1st, 2nd, 3rd and so on should be", word));
  }
  take(word);
  return number;
}

Result<std::uint64_t> Words::number(std::string_view what) {
  Words const before = *this;
  Result<std::string_view> const text = word(what);
  if (!text) return tl::make_unexpected(text.error());
  std::uint64_t number = 0;
  char const* const last = text->data() + text->size();
  auto const [end, problem] = std::from_chars(text->data(), last, number);
  if (problem == std::errc{} && end == last) return number;
  return before.error(fmt::format("'{}' is no whole number: {}", *text, what));
}

Result<NodeId> Words::node(World const& world) {
  Words const before = *this;
  Result<std::string_view> const name = word("a node");
  if (!name) return tl::make_unexpected(name.error());
  if (std::optional<NodeId> const node = world.find(*name)) return *node;
  return before.error(fmt::format("there is no node '{}'", *name));
}

Result<Duration> Words::duration() {
  Words const before = *this;
  Result<std::string_view> const text = word("a duration");
  if (!text) return tl::make_unexpected(text.error());
  Result<Duration> const duration = parse_duration(*text);
  if (!duration) return before.error(duration.error().message);
  return duration;
}

Result<Duration> Words::signed_duration() {
  Words const before = *this;
  Result<std::string_view> const text = word("+TIME or -TIME");
  if (!text) return tl::make_unexpected(text.error());
  bool const is_signed = text->starts_with('+') || text->starts_with('-');
  Result<Duration> const size = parse_duration(is_signed ? text->substr(1) : *text);
  if (!is_signed || !size) {
    return before.error(fmt::format("'{}' is no difference of time such as +5s or -5s", *text));
  }
  return text->front() == '+' ? *size : -*size;
}

std::string_view Words::take_rest() {
  std::string_view const all = rest_;
  advance(all.size());
  return all;
}

Result<void> Words::end() {
  if (at_end()) return {};
  return error(fmt::format("'{}' is more than the command takes", rest_));
}

}  // namespace drydock::simulator
