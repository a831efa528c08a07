#pragma once

#include <cstdint>
#include <istream>
#include <map>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

/// The wire as a contract: what facts/moor-schema.tsv states and what the compiled schema holds,
/// both read into one form and held against each other.
namespace schema {

/// A field of a table, a member of a union or an enumerator.
struct Member {
  std::int64_t ordinal = 0;  // Field id, union tag or value.
  std::string type;          // `String`, `MoorCommon.Uuid`, `[MoorVar.Var]`; `-` of a union's NONE.
  bool required = false;     // Fields only.
  std::string default_value;  // Fields only; `null` if absence is a value of its own.
};

/// A table, a union or an enum.
struct Definition {
  std::string kind;
  std::map<std::string, Member> members;
};

using Contract = std::map<std::string, Definition>;  // By qualified name.

/// The rows of a facts file. Fails on the first row that is none, quoting it.
tl::expected<Contract, std::string> read_facts(std::istream& rows);

/// The definitions in a binary schema (`flatc -b --schema`). Fails if `bfbs` is none.
tl::expected<Contract, std::string> read_schema(std::span<std::uint8_t const> bfbs);

/// One sentence for each difference, in both directions and in the order of the names:
/// `MoorRpc.AttachWorker.worker_type: required in the facts, optional in the schema`.
/// A definition that only one side has, or of another kind, is one difference.
std::vector<std::string> differences(Contract const& facts, Contract const& schema);

}  // namespace schema
