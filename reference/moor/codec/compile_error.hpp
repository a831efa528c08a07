#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/codec/union.hpp"

// Why MOO code did not compile, and where (schema/moor/compile_error.fbs).

namespace drydock::moor {

struct CompileContext {
  std::uint64_t line = 0;
  std::uint64_t col = 0;
  friend bool operator==(CompileContext const&, CompileContext const&) = default;
};
struct StringLexError {
  CompileContext context;
  std::string message;
  friend bool operator==(StringLexError const&, StringLexError const&) = default;
};
// The end and the span count only where has_end and has_span say so.
struct ParseError {
  CompileContext error_position;
  std::string context;
  std::uint64_t end_line = 0;
  std::uint64_t end_col = 0;
  bool has_end = false;
  std::string message;
  std::uint64_t span_start = 0;
  std::uint64_t span_end = 0;
  bool has_span = false;
  std::optional<std::vector<std::string>> expected_tokens{};
  std::optional<std::vector<std::string>> notes{};
  friend bool operator==(ParseError const&, ParseError const&) = default;
};
struct UnknownBuiltinFunction {
  CompileContext context;
  std::string name;
  friend bool operator==(UnknownBuiltinFunction const&, UnknownBuiltinFunction const&) = default;
};
struct UnknownTypeConstant {
  CompileContext context;
  std::string name;
  friend bool operator==(UnknownTypeConstant const&, UnknownTypeConstant const&) = default;
};
struct UnknownLoopLabel {
  CompileContext context;
  std::string label;
  friend bool operator==(UnknownLoopLabel const&, UnknownLoopLabel const&) = default;
};
struct DuplicateVariable {
  CompileContext context;
  Symbol var_name;
  friend bool operator==(DuplicateVariable const&, DuplicateVariable const&) = default;
};
struct AssignToConst {
  CompileContext context;
  Symbol var_name;
  friend bool operator==(AssignToConst const&, AssignToConst const&) = default;
};
struct DisabledFeature {
  CompileContext context;
  std::string feature;
  friend bool operator==(DisabledFeature const&, DisabledFeature const&) = default;
};
struct BadSlotName {
  CompileContext context;
  std::string slot;
  friend bool operator==(BadSlotName const&, BadSlotName const&) = default;
};
struct InvalidAssignment {
  CompileContext context;
  friend bool operator==(InvalidAssignment const&, InvalidAssignment const&) = default;
};
struct InvalidTypeLiteralAssignment {
  CompileContext context;
  std::string literal;
  friend bool operator==(InvalidTypeLiteralAssignment const&,
                         InvalidTypeLiteralAssignment const&) = default;
};
struct AssignmentToCapturedVariable {
  CompileContext context;
  Symbol var_name;
  friend bool operator==(AssignmentToCapturedVariable const&,
                         AssignmentToCapturedVariable const&) = default;
};
struct CompileErrorMembers {
  using Members =
      std::variant<StringLexError, ParseError, UnknownBuiltinFunction, UnknownTypeConstant,
                   UnknownLoopLabel, DuplicateVariable, AssignToConst, DisabledFeature, BadSlotName,
                   InvalidAssignment, InvalidTypeLiteralAssignment, AssignmentToCapturedVariable>;
};
using CompileError = Union<CompileErrorMembers>;
extern template class Union<CompileErrorMembers>;

}  // namespace drydock::moor
