#pragma once

#include "reference/moor/codec/compile_error.hpp"
#include "reference/moor/codec/fields.hpp"

// The tables of compile_error.hpp, field by field.

namespace drydock::moor {

constexpr auto table_of(Type<CompileContext>) {
  return table<CompileContext>("CompileContext", field("line", &CompileContext::line),
                               field("col", &CompileContext::col));
}
constexpr auto table_of(Type<StringLexError>) {
  return table<StringLexError>("StringLexError", field("context", &StringLexError::context),
                               field("message", &StringLexError::message));
}
constexpr auto table_of(Type<ParseError>) {
  return table<ParseError>(
      "ParseError", field("error_position", &ParseError::error_position),
      field("context", &ParseError::context), field("end_line", &ParseError::end_line),
      field("end_col", &ParseError::end_col), field("has_end", &ParseError::has_end),
      field("message", &ParseError::message), field("span_start", &ParseError::span_start),
      field("span_end", &ParseError::span_end), field("has_span", &ParseError::has_span),
      field("expected_tokens", &ParseError::expected_tokens), field("notes", &ParseError::notes));
}
constexpr auto table_of(Type<UnknownBuiltinFunction>) {
  return table<UnknownBuiltinFunction>("UnknownBuiltinFunction",
                                       field("context", &UnknownBuiltinFunction::context),
                                       field("name", &UnknownBuiltinFunction::name));
}
constexpr auto table_of(Type<UnknownTypeConstant>) {
  return table<UnknownTypeConstant>("UnknownTypeConstant",
                                    field("context", &UnknownTypeConstant::context),
                                    field("name", &UnknownTypeConstant::name));
}
constexpr auto table_of(Type<UnknownLoopLabel>) {
  return table<UnknownLoopLabel>("UnknownLoopLabel", field("context", &UnknownLoopLabel::context),
                                 field("label", &UnknownLoopLabel::label));
}
constexpr auto table_of(Type<DuplicateVariable>) {
  return table<DuplicateVariable>("DuplicateVariable",
                                  field("context", &DuplicateVariable::context),
                                  field("var_name", &DuplicateVariable::var_name));
}
constexpr auto table_of(Type<AssignToConst>) {
  return table<AssignToConst>("AssignToConst", field("context", &AssignToConst::context),
                              field("var_name", &AssignToConst::var_name));
}
constexpr auto table_of(Type<DisabledFeature>) {
  return table<DisabledFeature>("DisabledFeature", field("context", &DisabledFeature::context),
                                field("feature", &DisabledFeature::feature));
}
constexpr auto table_of(Type<BadSlotName>) {
  return table<BadSlotName>("BadSlotName", field("context", &BadSlotName::context),
                            field("slot", &BadSlotName::slot));
}
constexpr auto table_of(Type<InvalidAssignment>) {
  return table<InvalidAssignment>("InvalidAssignment",
                                  field("context", &InvalidAssignment::context));
}
constexpr auto table_of(Type<InvalidTypeLiteralAssignment>) {
  return table<InvalidTypeLiteralAssignment>(
      "InvalidTypeLiteralAssignment", field("context", &InvalidTypeLiteralAssignment::context),
      field("literal", &InvalidTypeLiteralAssignment::literal));
}
constexpr auto table_of(Type<AssignmentToCapturedVariable>) {
  return table<AssignmentToCapturedVariable>(
      "AssignmentToCapturedVariable", field("context", &AssignmentToCapturedVariable::context),
      field("var_name", &AssignmentToCapturedVariable::var_name));
}

}  // namespace drydock::moor
