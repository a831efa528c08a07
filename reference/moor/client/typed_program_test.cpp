#include "reference/moor/client/typed_program.hpp"

#include <gtest/gtest.h>

namespace drydock::moor::client {
namespace {

RpcMessageError parse_error(CompileContext place) {
  ParseError error;
  error.error_position = place;
  return {RpcMessageErrorCode::task_error, {}, CompilationError{error}};
}

CompileContext typed_place(std::string_view text, CompileContext place) {
  auto const error = TypedProgram{text}.as_typed(parse_error(place));
  return std::get<ParseError>(std::get<CompilationError>(*error.scheduler_error).error)
      .error_position;
}

TEST(TypedProgram, AnExpressionIsReturned) {
  EXPECT_EQ(TypedProgram{"1 + 1"}.program(), "return 1 + 1\n;");
  EXPECT_EQ(TypedProgram{"1 // one"}.program(), "return 1 // one\n;");
  EXPECT_EQ(TypedProgram{"format(1)"}.program(), "return format(1)\n;");
}

TEST(TypedProgram, StatementsAreAsTheyAre) {
  EXPECT_EQ(TypedProgram{"x = 1; return x;\n"}.program(), "x = 1; return x;\n");
  EXPECT_EQ(TypedProgram{" return 5"}.program(), " return 5\n;");
  EXPECT_EQ(TypedProgram{"IF (1) return 2; endif"}.program(), "IF (1) return 2; endif\n;");
}

TEST(TypedProgram, APlaceInTheFirstLineIsWhereItWasTyped) {
  EXPECT_EQ(typed_place("1 + ) 2", {1, 12}), (CompileContext{1, 5}));
  EXPECT_EQ(typed_place("x = ) 2;", {1, 5}), (CompileContext{1, 5}));
  EXPECT_EQ(typed_place(")", {1, 1}), (CompileContext{1, 1}));
}

TEST(TypedProgram, APlaceInALaterLineStays) {
  EXPECT_EQ(typed_place("{1,\n 2,\n ) }", {3, 2}), (CompileContext{3, 2}));
}

TEST(TypedProgram, WhatIsMissingIsMissingAtTheEnd) {
  EXPECT_EQ(typed_place("1 +", {2, 1}), (CompileContext{1, 4}));
  EXPECT_EQ(typed_place("{1,\n2 +", {3, 1}), (CompileContext{2, 4}));
}

TEST(TypedProgram, WhatWasTypedBeforeItCounts) {
  TypedProgram const program{"1 + ) 2", 1};
  auto const error = program.as_typed(parse_error({1, 12}));
  auto const missing = program.as_typed(parse_error({2, 1}));
  auto const place = [](RpcMessageError const& one) {
    return std::get<ParseError>(std::get<CompilationError>(*one.scheduler_error).error)
        .error_position;
  };
  EXPECT_EQ(place(error), (CompileContext{1, 6}));
  EXPECT_EQ(place(missing), (CompileContext{1, 9}));
}

TEST(TypedProgram, EveryKindOfErrorHasItsPlaceAsTyped) {
  UnknownBuiltinFunction const unknown{{1, 8}, "f"};
  auto const error = TypedProgram{"f()"}.as_typed(
      {RpcMessageErrorCode::task_error, {}, CompilationError{unknown}});
  auto const& shown = std::get<CompilationError>(*error.scheduler_error).error;
  EXPECT_EQ(std::get<UnknownBuiltinFunction>(shown), (UnknownBuiltinFunction{{1, 1}, "f"}));
}

TEST(TypedProgram, ASpanIsOfTheTextToo) {
  ParseError parse;
  parse.error_position = {1, 12};
  parse.has_span = true;
  parse.span_start = 11;
  parse.span_end = 40;
  auto const error = TypedProgram{"1 + ) 2"}.as_typed(
      {RpcMessageErrorCode::task_error, {}, CompilationError{parse}});
  auto const& shown =
      std::get<ParseError>(std::get<CompilationError>(*error.scheduler_error).error);
  EXPECT_EQ(shown.span_start, 4U);
  EXPECT_EQ(shown.span_end, 7U);
}

TEST(TypedProgram, AnotherErrorStaysAsItIs) {
  RpcMessageError const denied{RpcMessageErrorCode::permission_denied, "no", {}};
  EXPECT_EQ(TypedProgram{"1"}.as_typed(denied), denied);
}

}  // namespace
}  // namespace drydock::moor::client
