#include "reference/moo/command.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "reference/moo/access.hpp"

namespace drydock::moo {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// The first word and what follows it.
std::pair<std::string, std::string> first_word(std::string_view text) {
  constexpr std::array<std::pair<char, std::string_view>, 3> shorthands{
      {{'"', "say"}, {':', "emote"}, {';', "eval"}}};
  for (auto const& [sign, verb] : shorthands) {
    if (text.starts_with(sign)) return {std::string(verb), std::string(trimmed(text.substr(1)))};
  }
  auto const end =
      static_cast<std::size_t>(std::find_if(text.begin(), text.end(), is_blank) - text.begin());
  return {std::string(text.substr(0, end)), std::string(trimmed(text.substr(end)))};
}

std::vector<std::string> names_of(World const& world, Object const& object) {
  std::vector<std::string> names{object.name};
  auto const aliases = world.find_property(object.id, "aliases");
  if (!aliases || aliases->value == nullptr) return names;
  auto const* list = aliases->value->as<List>();
  if (list == nullptr) return names;
  for (auto const& alias : list->elements) {
    if (auto const* text = alias.as<std::string>()) names.push_back(*text);
  }
  return names;
}

bool begins_with(std::string_view text, std::string_view front) {
  return text.size() >= front.size() &&
         moor::compare_folded(text.substr(0, front.size()), front) == 0;
}

std::optional<Obj> match_number(World const& world, std::string_view name) {
  if (!name.starts_with('#')) return std::nullopt;
  ObjId id;
  auto const [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), id.id);
  if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
  return world.find(id) != nullptr ? Obj(id) : object(failed_match_id);
}

}  // namespace

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  bool quoted = false;
  bool in_word = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (is_blank(c) && !quoted) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (c == '"') {
      quoted = !quoted;
      continue;
    }
    if (c == '\\' && at + 1 < text.size()) c = text[++at];
    words.back() += c;
  }
  return words;
}

Obj match_object(World const& world, ObjId player, std::string_view name) {
  if (name.empty()) return object(nothing_id);
  if (auto const numbered = match_number(world, name)) return *numbered;
  auto const* self = world.find(player);
  if (self == nullptr) return object(failed_match_id);
  if (moor::compare_folded(name, "me") == 0) return player;
  if (moor::compare_folded(name, "here") == 0) return self->location;
  auto near = world.contents(player);
  for (auto const beside : world.contents(self->location)) near.push_back(beside);
  std::vector<ObjId> whole;
  std::vector<ObjId> front;
  for (auto const id : near) {
    bool is_whole = false;
    bool is_front = false;
    for (auto const& known : names_of(world, *world.find(id))) {
      is_whole = is_whole || moor::compare_folded(known, name) == 0;
      is_front = is_front || begins_with(known, name);
    }
    if (is_whole) whole.push_back(id);
    if (is_front) front.push_back(id);
  }
  auto const& matches = whole.empty() ? front : whole;
  if (matches.empty()) return object(failed_match_id);
  return matches.size() == 1 ? Obj(matches[0]) : object(ambiguous_id);
}

std::optional<ParsedCommand> parse_command(World const& world, ObjId player,
                                           std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return std::nullopt;
  ParsedCommand command;
  auto [verb, rest] = first_word(text);
  command.verb = std::move(verb);
  command.argstr = std::move(rest);
  command.args = split_words(command.argstr);
  auto const& words = command.args;
  auto const part = [&](std::size_t from, std::size_t to) {
    auto const begin = words.begin();
    return joined(
        {begin + static_cast<std::ptrdiff_t>(from), begin + static_cast<std::ptrdiff_t>(to)}, " ");
  };
  if (auto const found = find_preposition(words)) {
    command.prep = found->preposition;
    command.dobjstr = part(0, found->at);
    command.prepstr = part(found->at, found->at + found->words);
    command.iobjstr = part(found->at + found->words, words.size());
  } else {
    command.dobjstr = part(0, words.size());
  }
  command.dobj = match_object(world, player, command.dobjstr);
  command.iobj = match_object(world, player, command.iobjstr);
  return command;
}

std::optional<FoundCommand> find_command(World const& world, ObjId player,
                                         ParsedCommand const& command) {
  auto const* self = world.find(player);
  if (self == nullptr) return std::nullopt;
  for (auto const& where : {Obj(player), Obj(self->location), command.dobj, command.iobj}) {
    auto const* object = world.find(where);
    if (object == nullptr) continue;
    if (auto const verb =
            world.find_command(object->id, command.verb, command.dobj, command.prep, command.iobj))
      return FoundCommand{object->id, *verb};
  }
  return std::nullopt;
}

}  // namespace drydock::moo
