#include <array>

#include "reference/moo/access.hpp"
#include "reference/moo/builtin.hpp"

// Functions of verbs. A verb is named, or given by its 1-based place on its object; its info is
// {owner, "rwxd", names}, its arguments are {dobj, preposition, iobj}.

namespace drydock::moo {
namespace {

struct NamedVerb {
  ObjId object;
  std::size_t index = 0;
  VerbDefinition const* verb = nullptr;
};

/// The verb of the second argument on the object of the first, not on its ancestors.
tl::expected<NamedVerb, ErrorValue> named_verb(Call& call) {
  auto const object = call.object_at(0);
  if (!object) return raised(object.error());
  auto const& verbs = (*object)->verbs;
  auto const* name = call.text(1);
  auto const* number = call.integer(1);
  if (name == nullptr && number == nullptr) return raised(ErrorCode::e_type);
  for (std::size_t i = 0; i < verbs.size(); ++i) {
    if (name != nullptr ? verb_matches(verbs[i].names, *name)
                        : static_cast<std::int64_t>(i) + 1 == *number)
      return NamedVerb{(*object)->id, i, &verbs[i]};
  }
  return raised(ErrorCode::e_verbnf);
}

tl::expected<NamedVerb, ErrorValue> readable(Call& call) {
  auto found = named_verb(call);
  if (found && !may_read(call.world(), call.permissions(), *found->verb))
    return raised(ErrorCode::e_perm);
  return found;
}

tl::expected<NamedVerb, ErrorValue> writable(Call& call) {
  auto found = named_verb(call);
  if (found && !may_write(call.world(), call.permissions(), *found->verb))
    return raised(ErrorCode::e_perm);
  return found;
}

VerbDefinition& edited(Call& call, NamedVerb const& found) {
  return call.world().edit(found.object).verbs[found.index];
}

/// Reads {owner, rights, names} into `verb`.
Done read_info(Call& call, Var const& value, VerbDefinition& verb) {
  auto const* list = value.as<List>();
  if (list == nullptr || list->elements.size() != 3) return raised(ErrorCode::e_type);
  auto const* owner = list->elements[0].as<Obj>();
  auto const* rights = list->elements[1].as<std::string>();
  auto const* names = list->elements[2].as<std::string>();
  if (owner == nullptr || rights == nullptr || names == nullptr) return raised(ErrorCode::e_type);
  if (call.world().find(*owner) == nullptr || names->find_first_not_of(' ') == std::string::npos ||
      rights->find_first_not_of("rwxd") != std::string::npos)
    return raised(ErrorCode::e_invarg);
  verb.owner = std::get<ObjId>(*owner);
  if (!call.controls(verb.owner)) return raised(ErrorCode::e_perm);
  auto const has = [&](char right) { return rights->find(right) != std::string::npos; };
  verb.readable = has('r');
  verb.writable = has('w');
  verb.executable = has('x');
  verb.debug = has('d');
  verb.names = *names;
  return {};
}

/// Reads {dobj, preposition, iobj} into `verb`.
Done read_arguments(Var const& value, VerbDefinition& verb) {
  auto const* list = value.as<List>();
  if (list == nullptr || list->elements.size() != 3) return raised(ErrorCode::e_type);
  std::array<std::string const*, 3> words{};
  for (std::size_t i = 0; i < words.size(); ++i) {
    words.at(i) = list->elements[i].as<std::string>();
    if (words.at(i) == nullptr) return raised(ErrorCode::e_type);
  }
  auto const dobj = argument_spec_named(*words[0]);
  auto const prep = preposition_named(*words[1]);
  auto const iobj = argument_spec_named(*words[2]);
  if (!dobj || !prep || !iobj) return raised(ErrorCode::e_invarg);
  verb.arguments = {*dobj, *prep, *iobj};
  return {};
}

CallResult verbs(Call& call) {
  auto const object = call.object_at(0);
  if (!object) return object.error();
  if (!may_list(call.world(), call.permissions(), **object)) return error(ErrorCode::e_perm);
  List names;
  for (auto const& verb : (*object)->verbs) names.elements.emplace_back(verb.names);
  return Var(std::move(names));
}

CallResult verb_info(Call& call) {
  auto const found = readable(call);
  if (!found) return found.error();
  auto const& verb = *found->verb;
  std::string rights;
  if (verb.readable) rights += 'r';
  if (verb.writable) rights += 'w';
  if (verb.executable) rights += 'x';
  if (verb.debug) rights += 'd';
  return moor::list_of({Obj(verb.owner), rights, verb.names});
}

CallResult verb_args(Call& call) {
  auto const found = readable(call);
  if (!found) return found.error();
  auto const& arguments = found->verb->arguments;
  return moor::list_of({std::string(text_of(arguments.dobj)), text_of(arguments.prep),
                        std::string(text_of(arguments.iobj))});
}

CallResult verb_code(Call& call) {
  auto const found = readable(call);
  if (!found) return found.error();
  List lines;
  for (auto& line : lines_of(found->verb->source)) lines.elements.emplace_back(std::move(line));
  return Var(std::move(lines));
}

CallResult set_verb_info(Call& call) {
  auto const found = writable(call);
  if (!found) return found.error();
  auto changed = *found->verb;
  if (auto const done = read_info(call, call.args[2], changed); !done) return done.error();
  edited(call, *found) = std::move(changed);
  return Var(0);
}

CallResult set_verb_args(Call& call) {
  auto const found = writable(call);
  if (!found) return found.error();
  auto changed = *found->verb;
  if (auto const done = read_arguments(call.args[2], changed); !done) return done.error();
  edited(call, *found) = std::move(changed);
  return Var(0);
}

/// What is wrong with the code, as lines for people; none where it was stored.
CallResult set_verb_code(Call& call) {
  auto const found = writable(call);
  if (!found) return found.error();
  auto const* programmer = call.world().find(call.permissions());
  if (programmer == nullptr || !(programmer->programmer || programmer->wizard))
    return error(ErrorCode::e_perm);
  auto const* list = call.list(2);
  if (list == nullptr) return error(ErrorCode::e_type);
  std::vector<std::string> lines;
  for (auto const& line : list->elements) {
    if (line.as<std::string>() == nullptr) return error(ErrorCode::e_invarg);
    lines.push_back(*line.as<std::string>());
  }
  auto source = joined(lines, "\n");
  auto program = compile(source);
  if (!program) return moor::list_of({program.error().text()});
  auto& verb = edited(call, *found);
  verb.source = std::move(source);
  verb.program = std::move(*program);
  return Var(List{});
}

CallResult add_verb(Call& call) {
  auto const object = call.object_at(0);
  if (!object) return object.error();
  if (!may_define(call.world(), call.permissions(), **object)) return error(ErrorCode::e_perm);
  VerbDefinition verb;
  if (auto const done = read_info(call, call.args[1], verb); !done) return done.error();
  if (auto const done = read_arguments(call.args[2], verb); !done) return done.error();
  verb.program = *compile("");
  auto& verbs = call.world().edit((*object)->id).verbs;
  verbs.push_back(std::move(verb));
  return Var(static_cast<std::int64_t>(verbs.size()));
}

CallResult delete_verb(Call& call) {
  auto const found = named_verb(call);
  if (!found) return found.error();
  if (!may_define(call.world(), call.permissions(), *call.world().find(found->object)))
    return error(ErrorCode::e_perm);
  auto& verbs = call.world().edit(found->object).verbs;
  verbs.erase(verbs.begin() + static_cast<std::ptrdiff_t>(found->index));
  return Var(0);
}

constexpr std::array<Builtin, 9> verb_functions{{
    {"verbs", 1, 1, verbs},
    {"verb_info", 2, 2, verb_info},
    {"verb_args", 2, 2, verb_args},
    {"verb_code", 2, 2, verb_code},
    {"set_verb_info", 3, 3, set_verb_info},
    {"set_verb_args", 3, 3, set_verb_args},
    {"set_verb_code", 3, 3, set_verb_code},
    {"add_verb", 3, 3, add_verb},
    {"delete_verb", 2, 2, delete_verb},
}};

}  // namespace

std::span<Builtin const> verb_builtins() { return verb_functions; }

}  // namespace drydock::moo
