#include "schema/contract.hpp"

#include <flatbuffers/reflection_generated.h>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <memory>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace schema {
namespace {

using Columns =
    std::array<std::string_view, 7>;  // Kind, name, ordinal, member, type, required, default.

/// The columns of `row`; false if it has fewer or more.
bool split(std::string_view row, Columns& columns) {
  for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
    auto const tab = row.find('\t');
    if (tab == row.npos) return false;
    columns[i] = row.substr(0, tab);
    row.remove_prefix(tab + 1);
  }
  columns.back() = row;
  return row.find('\t') == row.npos;
}

bool add_row(std::string_view row, Contract& contract) {
  Columns columns;
  if (!split(row, columns)) return false;
  auto const [kind, name, ordinal, member, type, required, default_value] = columns;
  auto& definition =
      contract.try_emplace(std::string{name}, Definition{std::string{kind}, {}}).first->second;
  if (definition.kind != kind) return false;
  if (member.empty()) return ordinal.empty();  // A table without fields.
  std::int64_t number = 0;
  auto const end = std::to_address(ordinal.end());
  auto const [read_to, error] = std::from_chars(std::to_address(ordinal.begin()), end, number);
  if (error != std::errc{} || read_to != end) return false;
  if (!required.empty() && required != "required") return false;
  return definition.members
      .try_emplace(std::string{member},
                   Member{number, std::string{type}, !required.empty(), std::string{default_value}})
      .second;
}

/// Names the types of one binary schema as the facts do.
class Types {
 public:
  explicit Types(reflection::Schema const& schema) : schema_{schema} {}

  std::string of(reflection::Type const& type) const {
    if (type.base_type() == reflection::BaseType::Vector) {
      return fmt::format("[{}]", named(type.element(), type.index()));
    }
    return named(type.base_type(), type.index());
  }

 private:
  /// `index` is that of a table, or of an enum or union, or -1.
  std::string named(reflection::BaseType base, std::int32_t index) const {
    auto const base_name = reflection::EnumNameBaseType(base);
    if (index < 0) return base_name;
    auto const i = static_cast<flatbuffers::uoffset_t>(index);
    if (base == reflection::BaseType::Obj) return schema_.objects()->Get(i)->name()->str();
    return fmt::format("{}({})", schema_.enums()->Get(i)->name()->str(), base_name);
  }

  reflection::Schema const& schema_;
};

Member member_of(reflection::Field const& field, Types const& types) {
  auto const base = field.type()->base_type();
  bool const real = base == reflection::BaseType::Float || base == reflection::BaseType::Double;
  bool const scalar = base <= reflection::BaseType::Double;
  auto const default_value = scalar && field.optional() ? "null"
                             : real                     ? fmt::format("{}", field.default_real())
                                    : fmt::format("{}", field.default_integer());
  return {field.id(), types.of(*field.type()), field.required(), default_value};
}

Member member_of(reflection::EnumVal const& value, reflection::Enum const& of, Types const& types) {
  auto const type = [&]() -> std::string {
    if (!of.is_union()) return reflection::EnumNameBaseType(of.underlying_type()->base_type());
    if (value.union_type()->base_type() == reflection::BaseType::None) return "-";
    return types.of(*value.union_type());
  };
  return {value.value(), type(), false, ""};
}

std::string_view mark(Member const& member) { return member.required ? "required" : "optional"; }

/// Gathers sentences that say what each side has.
class Findings {
 public:
  void definition(std::string const& name, Definition const* facts, Definition const* schema) {
    auto const kind = [](Definition const* one) { return one ? one->kind : "absent"; };
    if (kind(facts) != kind(schema)) return add(name, kind(facts), kind(schema));
    auto const ordinal = facts->kind == "table" ? "id" : facts->kind == "union" ? "tag" : "value";
    std::set<std::string> names;
    for (auto const& [member, _] : facts->members) names.insert(member);
    for (auto const& [member, _] : schema->members) names.insert(member);
    for (auto const& member : names) {
      auto const fact = facts->members.find(member);
      auto const ours = schema->members.find(member);
      this->member(fmt::format("{}.{}", name, member), ordinal,
                   fact == facts->members.end() ? nullptr : &fact->second,
                   ours == schema->members.end() ? nullptr : &ours->second);
    }
  }

  std::vector<std::string> take() { return std::move(sentences_); }

 private:
  void member(std::string const& name, std::string_view ordinal, Member const* facts,
              Member const* schema) {
    auto const place = [&](Member const* one) {
      return one ? fmt::format("{} {}", ordinal, one->ordinal) : "absent";
    };
    add(name, place(facts), place(schema));
    if (!facts || !schema) return;
    add(name, "type " + facts->type, "type " + schema->type);
    add(name, mark(*facts), mark(*schema));
    add(name, "default " + facts->default_value, "default " + schema->default_value);
  }

  void add(std::string_view name, std::string_view facts, std::string_view schema) {
    if (facts == schema) return;
    sentences_.push_back(fmt::format("{}: {} in the facts, {} in the schema", name, facts, schema));
  }

  std::vector<std::string> sentences_;
};

}  // namespace

tl::expected<Contract, std::string> read_facts(std::istream& rows) {
  Contract contract;
  std::string row;
  for (int number = 1; std::getline(rows, row); ++number) {
    if (row.starts_with('#')) continue;
    if (!add_row(row, contract)) return tl::unexpected{fmt::format("row {}: '{}'", number, row)};
  }
  return contract;
}

tl::expected<Contract, std::string> read_schema(std::span<std::uint8_t const> bfbs) {
  flatbuffers::Verifier verifier{bfbs.data(), bfbs.size()};
  if (!reflection::VerifySchemaBuffer(verifier))
    return tl::unexpected{std::string{"not a binary schema"}};
  auto const& schema = *reflection::GetSchema(bfbs.data());
  Types const types{schema};
  Contract contract;
  for (auto const* object : *schema.objects()) {
    auto& definition = contract[object->name()->str()];
    definition.kind = object->is_struct() ? "struct" : "table";
    for (auto const* field : *object->fields()) {
      definition.members[field->name()->str()] = member_of(*field, types);
    }
  }
  for (auto const* one : *schema.enums()) {
    auto& definition = contract[one->name()->str()];
    definition.kind = one->is_union() ? "union" : "enum";
    for (auto const* value : *one->values()) {
      definition.members[value->name()->str()] = member_of(*value, *one, types);
    }
  }
  return contract;
}

std::vector<std::string> differences(Contract const& facts, Contract const& schema) {
  std::set<std::string> names;
  for (auto const& [name, _] : facts) names.insert(name);
  for (auto const& [name, _] : schema) names.insert(name);
  Findings findings;
  for (auto const& name : names) {
    auto const fact = facts.find(name);
    auto const ours = schema.find(name);
    findings.definition(name, fact == facts.end() ? nullptr : &fact->second,
                        ours == schema.end() ? nullptr : &ours->second);
  }
  return findings.take();
}

}  // namespace schema
