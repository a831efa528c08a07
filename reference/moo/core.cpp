#include "reference/moo/core.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <map>

#include "reference/moo/access.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moo {

// Written by the build, from core/*.moo.
extern unsigned char const starting_core_data[];
extern std::size_t const starting_core_size;

namespace {

/// Every new world begins with the same verbs, so that each of them is compiled once in a thread:
/// else a simulated run would spend a twentieth of its time here.
auto compile_once(std::string const& source) -> decltype(compile(source)) {
  thread_local std::map<std::string, ProgramPtr> compiled;
  auto const known = compiled.find(source);
  if (known != compiled.end()) return known->second;
  auto program = compile(source);
  if (program) compiled.emplace(source, *program);
  return program;
}

class CoreReader {
 public:
  CoreReader(World& world, std::string_view text) : world_(world), lines_(lines_of(text)) {}

  Result<void> read() {
    for (; at_ < lines_.size(); ++at_) {
      rest_ = lines_[at_];
      auto const word = next_word();
      if (word.empty() || word.starts_with("//")) continue;
      bool const good = word == "object"     ? read_object()
                        : word == "place"    ? place_again()
                        : !has_object_       ? refuse("expected an object first")
                        : word == "property" ? read_property()
                        : word == "set"      ? read_value()
                        : word == "verb"     ? read_verb()
                                             : refuse(fmt::format("`{}` is no word here", word));
      if (!good) return fail(fmt::format("core, line {}: {}", at_ + 1, reason_));
    }
    return {};
  }

 private:
  bool refuse(std::string reason) {
    if (reason_.empty()) reason_ = std::move(reason);
    return false;
  }

  std::string next_word() {
    auto const from = rest_.find_first_not_of(' ');
    if (from == std::string::npos) return {};
    auto const end = std::min(rest_.find(' ', from), rest_.size());
    auto word = rest_.substr(from, end - from);
    rest_.erase(0, end);
    return word;
  }

  bool next_id(ObjId& id) {
    auto const word = next_word();
    auto const value = moor::parse_literal(word);
    auto const* obj = value ? value->as<Obj>() : nullptr;
    if (obj == nullptr) return refuse(fmt::format("`{}` is no object", word));
    id = std::get<ObjId>(*obj);
    return true;
  }

  /// Text in quotes that may have blanks in it.
  bool next_text(std::string& text) {
    auto const from = rest_.find('"');
    auto const end = from == std::string::npos ? from : rest_.find('"', from + 1);
    if (end == std::string::npos) return refuse("expected text in quotes");
    text = rest_.substr(from + 1, end - from - 1);
    rest_.erase(0, end + 1);
    return true;
  }

  bool rest_as_value(Var& value) {
    auto read = moor::parse_literal(rest_);
    if (!read) return refuse(read.error().message);
    value = std::move(*read);
    return true;
  }

  bool read_object() {
    ObjId parent;
    ObjId owner;
    ObjId location;
    std::string flags;
    std::string name;
    if (!next_id(id_) || !next_id(parent) || !next_id(owner) || !next_id(location) ||
        !next_text(flags) || !next_text(name))
      return false;
    if (id_.id <= world_.newest().id) return refuse("objects are in the order of their numbers");
    auto& object = world_.create_as(id_);
    auto const has = [&](char flag) { return flags.find(flag) != std::string::npos; };
    object.name = name;
    object.owner = owner;
    object.player = has('p');
    object.programmer = has('g');
    object.wizard = has('W');
    object.readable = has('r');
    object.writable = has('w');
    object.fertile = has('f');
    world_.set_parent(id_, parent);
    world_.set_location(id_, location);
    has_object_ = true;
    return true;
  }

  bool place_again() {
    ObjId id;
    ObjId parent;
    ObjId location;
    if (!next_id(id) || !next_id(parent) || !next_id(location)) return false;
    if (world_.find(id) == nullptr) return refuse(fmt::format("there is no #{}", id.id));
    world_.set_parent(id, parent);
    world_.set_location(id, location);
    return true;
  }

  bool read_property() {
    PropertySlot slot;
    std::string rights;
    Var value;
    slot.name = next_word();
    if (!next_id(slot.owner) || !next_text(rights) || !rest_as_value(value)) return false;
    slot.readable = rights.find('r') != std::string::npos;
    slot.writable = rights.find('w') != std::string::npos;
    slot.inherits_owner = rights.find('c') != std::string::npos;
    slot.is_defined = true;
    slot.value = std::move(value);
    world_.edit(id_).properties.emplace(moor::fold(slot.name), std::move(slot));
    return true;
  }

  bool read_value() {
    auto const name = next_word();
    Var value;
    if (!rest_as_value(value)) return false;
    if (!world_.find_property(id_, name)) return refuse(fmt::format("no property `{}`", name));
    world_.own_slot(id_, name).value = std::move(value);
    return true;
  }

  bool read_verb() {
    VerbDefinition verb;
    std::string rights;
    if (!next_text(verb.names) || !next_id(verb.owner) || !next_text(rights)) return false;
    auto const dobj = argument_spec_named(next_word());
    auto const prep = preposition_named(next_word());
    auto const iobj = argument_spec_named(next_word());
    if (!dobj || !prep || !iobj) return refuse("a verb's arguments are not known");
    verb.arguments = {*dobj, *prep, *iobj};
    verb.readable = rights.find('r') != std::string::npos;
    verb.writable = rights.find('w') != std::string::npos;
    verb.executable = rights.find('x') != std::string::npos;
    verb.debug = rights.find('d') != std::string::npos;
    std::vector<std::string> code;
    for (++at_; at_ < lines_.size() && lines_[at_] != "."; ++at_) {
      auto const& line = lines_[at_];
      code.push_back(line.starts_with("  ") ? line.substr(2) : line);
    }
    verb.source = joined(code, "\n");
    auto program = compile_once(verb.source);
    if (!program) return refuse(fmt::format("`{}`: {}", verb.names, program.error().text()));
    verb.program = std::move(*program);
    world_.edit(id_).verbs.push_back(std::move(verb));
    return true;
  }

  World& world_;
  std::vector<std::string> lines_;
  std::size_t at_ = 0;
  std::string rest_;
  ObjId id_;
  bool has_object_ = false;
  std::string reason_;
};

}  // namespace

std::string_view starting_core() {
  return drydock::text_of(ByteView(starting_core_data, starting_core_size));
}

Result<void> read_core(World& world, std::string_view text) {
  return CoreReader(world, text).read();
}

}  // namespace drydock::moo
