#include <algorithm>
#include <array>

#include "reference/moo/builtin.hpp"
#include "reference/moo/operators.hpp"
#include "reference/moor/codec/var_text.hpp"

// Functions of text. Where case does not count, text is compared character by character.

namespace drydock::moo {
namespace {

CallResult tostr(Call& call) {
  std::string text;
  for (auto const& value : call.args) text += display(value);
  return Var(std::move(text));
}

CallResult toliteral(Call& call) { return Var(moor::to_literal(call.args[0])); }

std::vector<std::string_view> split_characters(std::string_view text) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    found.push_back(characters(text, 0, 1));
    text.remove_prefix(found.back().size());
  }
  return found;
}

/// Where `what` stands in `text`, in characters, looking from `from`; npos where it does not.
std::size_t find_in(std::vector<std::string_view> const& text,
                    std::vector<std::string_view> const& what, std::size_t from, bool exact) {
  auto const same = [&](std::string_view a, std::string_view b) {
    return exact ? a == b : moor::compare_folded(a, b) == 0;
  };
  auto const start = text.begin() + static_cast<std::ptrdiff_t>(from);
  auto const found = std::search(start, text.end(), what.begin(), what.end(), same);
  if (found == text.end() && !what.empty()) return std::string::npos;
  return static_cast<std::size_t>(found - text.begin());
}

CallResult index(Call& call, bool last) {
  auto const* text = call.args[0].as<std::string>();
  auto const* what = call.args[1].as<std::string>();
  if (text == nullptr || what == nullptr) return error(ErrorCode::e_type);
  bool const exact = call.count() == 3 && truthy(call.args[2]);
  auto const in = split_characters(*text);
  auto const sought = split_characters(*what);
  // Each start may be compared over the whole of what is sought.
  call.task.ticks_left -= static_cast<std::int64_t>(in.size() * sought.size() / 256);
  if (call.task.ticks_left <= 0) return Var(0);  // The limit is about to end it.
  auto found = find_in(in, sought, 0, exact);
  if (found == std::string::npos) return Var(0);
  if (last && sought.empty()) return Var(static_cast<std::int64_t>(in.size() + 1));
  for (auto next = found; last && next != std::string::npos;) {
    found = next;
    next = find_in(in, sought, found + 1, exact);
  }
  return Var(static_cast<std::int64_t>(found + 1));
}
CallResult index_first(Call& call) { return index(call, false); }
CallResult index_last(Call& call) { return index(call, true); }

CallResult strsub(Call& call) {
  auto const* text = call.args[0].as<std::string>();
  auto const* what = call.args[1].as<std::string>();
  auto const* with = call.args[2].as<std::string>();
  if (text == nullptr || what == nullptr || with == nullptr) return error(ErrorCode::e_type);
  if (what->empty()) return error(ErrorCode::e_invarg);
  bool const exact = call.count() == 4 && truthy(call.args[3]);
  auto const in = split_characters(*text);
  auto const sought = split_characters(*what);
  call.task.ticks_left -= static_cast<std::int64_t>(in.size() * sought.size() / 256);
  if (call.task.ticks_left <= 0) return Var(*text);
  std::string result;
  for (std::size_t at = 0; at < in.size();) {
    auto const found = std::min(find_in(in, sought, at, exact), in.size());
    for (; at < found; ++at) result += in[at];
    if (at == in.size()) break;
    result += *with;
    at += sought.size();
    if (result.size() > cells_max * 16) return error(ErrorCode::e_quota);
  }
  return Var(std::move(result));
}

CallResult strcmp(Call& call) {
  auto const* a = call.args[0].as<std::string>();
  auto const* b = call.args[1].as<std::string>();
  if (a == nullptr || b == nullptr) return error(ErrorCode::e_type);
  return Var(*a < *b ? -1 : *a == *b ? 0 : 1);
}

/// The pieces between the separators, empty ones left out.
CallResult explode(Call& call) {
  auto const* text = call.args[0].as<std::string>();
  std::string const blank = " ";
  auto const* between = call.count() == 2 ? call.args[1].as<std::string>() : &blank;
  if (text == nullptr || between == nullptr) return error(ErrorCode::e_type);
  if (between->empty()) return error(ErrorCode::e_invarg);
  List pieces;
  for (std::size_t at = 0; at < text->size();) {
    auto const end = std::min(text->find(*between, at), text->size());
    if (end > at) pieces.elements.emplace_back(text->substr(at, end - at));
    at = end + between->size();
  }
  return Var(std::move(pieces));
}

CallResult from_literal(Call& call) {
  auto const* text = call.args[0].as<std::string>();
  if (text == nullptr) return error(ErrorCode::e_type);
  auto value = moor::parse_literal(*text);
  if (!value) return error(ErrorCode::e_invarg, value.error().message);
  return std::move(*value);
}

constexpr std::array<Builtin, 8> text_functions{{
    {"tostr", 0, any_number, tostr},
    {"toliteral", 1, 1, toliteral},
    {"from_literal", 1, 1, from_literal},
    {"index", 2, 3, index_first},
    {"rindex", 2, 3, index_last},
    {"strsub", 3, 4, strsub},
    {"strcmp", 2, 2, strcmp},
    {"explode", 1, 2, explode},
}};

}  // namespace

std::span<Builtin const> text_builtins() { return text_functions; }

}  // namespace drydock::moo
