#include <gtest/gtest.h>

#include "reference/moo/program_rows.hpp"
#include "reference/moo/testing.hpp"

namespace drydock::moo {
namespace {

TEST(Expressions, LiteralsAreTheirValues) {
  expect_rows({
      {"1", "=> 1"},
      {"-9223372036854775808", "=> -9223372036854775808"},
      {"9223372036854775807", "=> 9223372036854775807"},
      {"1.5e3", "=> 1500.0"},
      {"\"a\\\"b\\\\c\\n\"", "=> \"a\\\"b\\\\c\\n\""},
      {"#-4", "=> #-4"},
      {"#00002A-0123456789", "=> #00002A-0123456789"},
      {"*anonymous-00002A-0123456789*", "=> *anonymous-00002A-0123456789*"},
      {"E_PERM", "=> E_PERM"},
      {"E_PERM(\"no\", {1})", "=> E_PERM(\"no\", {1})"},
      {"E_MINE", "=> E_MINE"},
      {"{1, {2}, {}}", "=> {1, {2}, {}}"},
      {"[\"b\" -> 2, \"a\" -> 1, \"B\" -> 3]", "=> [\"a\" -> 1, \"b\" -> 3]"},
      {"{true, false, None}", "=> {true, false, None}"},
      {"{'foo, '\"a b\"}", "=> {'foo, '\"a b\"}"},
      {"b\"aGk=\"", "=> b\"aGk=\""},
      {"<#1, .slot = 1 + 1, {3}>", "=> <#1, .slot = 2, {3}>"},
      {"<lambda>", "=> <lambda>"},
      {"{inf, -inf, NaN}", "=> {inf, -inf, NaN}"},
      {"/* a comment */ 1 // and another", "=> 1"},
  });
}

TEST(Expressions, OperatorsComputeAsInLambdaMoo) {
  expect_rows({
      {"1 + 2 * 3", "=> 7"},
      {"(1 + 2) * 3", "=> 9"},
      {"7 / 2", "=> 3"},
      {"-7 / 2", "=> -3"},
      {"-7 % 3", "=> -1"},
      {"7.0 / 2", "=> 3.5"},
      {"2 ^ 3 ^ 2", "=> 512"},
      {"2 ^ -1", "=> 0"},
      {"1 / 0", "E_DIV: Division by zero"},
      {"1 % 0", "E_DIV: Division by zero"},
      {"9223372036854775807 + 1", "=> -9223372036854775808"},
      {"-9223372036854775808 / -1", "=> -9223372036854775808"},
      {"1e308 * 10", "E_FLOAT: Floating-point arithmetic error"},
      {"\"foo\" + \"bar\"", "=> \"foobar\""},
      {"\"foo\" + 1", "E_TYPE: Type mismatch"},
      {"\"FOO\" == \"foo\"", "=> 1"},
      {"1 == 1.0", "=> 0"},
      {"1 < 1.5", "=> 1"},
      {"\"a\" < \"B\"", "=> 1"},
      {"1 < \"a\"", "E_TYPE: Type mismatch"},
      {"NaN == NaN", "=> 0"},
      {"NaN < 1 || NaN >= 1", "=> 0"},
      {"{1, {\"A\"}} == {1, {\"a\"}}", "=> 1"},
      {"2 in {1, 2, 3}", "=> 2"},
      {"\"B\" in {\"a\", \"b\"}", "=> 2"},
      {"9 in {1}", "=> 0"},
      {"!0 && !\"\" && !{} && !#1 && !E_PERM && !None", "=> 1"},
      {"0 || \"x\"", "=> \"x\""},
      {"1 && 0 || 5", "=> 5"},
      {"1 ? 2 | 3", "=> 2"},
      {"0 ? 2 | 0 ? 4 | 5", "=> 5"},
      {"- - 1", "=> 1"},
      {"!1", "=> 0"},
  });
}

TEST(Expressions, IndicesCountFromOne) {
  expect_rows({
      {"{1, 2, 3}[2]", "=> 2"},
      {"{1, 2, 3}[$]", "=> 3"},
      {"{1, 2, 3}[2..$]", "=> {2, 3}"},
      {"{1, 2, 3}[3..2]", "=> {}"},
      {"{1}[0]", "E_RANGE: Range error"},
      {"{1}[2]", "E_RANGE: Range error"},
      {"{1}[\"a\"]", "E_TYPE: Type mismatch"},
      {"\"h\xc3\xa9llo\"[2]", "=> \"\xc3\xa9\""},
      {"\"h\xc3\xa9llo\"[2..3]", "=> \"\xc3\xa9l\""},
      {"[\"a\" -> 1][\"A\"]", "=> 1"},
      {"[\"a\" -> 1][\"b\"]", "E_RANGE: Range error"},
      {"b\"aGk=\"[1]", "=> 104"},
      {"5[1]", "E_TYPE: Type mismatch"},
      {"x = {{1, 2}, {3}}; return x[1][$] + x[$][$];", "=> 5"},
      {"x = {1, 2, 3}; y = {1, 2}; return x[y[$]];", "=> 2"},
      {"{@{1, 2}, 3, @{}}", "=> {1, 2, 3}"},
      {"{@5}", "E_TYPE: Type mismatch"},
  });
}

TEST(Expressions, PartsCanBeAssignedTo) {
  expect_rows({
      {"x = {1, 2}; x[2] = 5; return x;", "=> {1, 5}"},
      {"x = {{1}, {2}}; x[2][1] = \"y\"; return x;", "=> {{1}, {\"y\"}}"},
      {"x = [\"a\" -> {1}]; x[\"a\"][1] = 2; x[\"b\"] = 3; return x;",
       "=> [\"a\" -> {2}, \"b\" -> 3]"},
      {"x = {1, 2, 3}; x[2..3] = {9}; return x;", "=> {1, 9}"},
      {"x = {1, 2, 3}; x[$ + 1..$] = {4}; return x;", "=> {1, 2, 3, 4}"},
      {"x = \"abc\"; x[2] = \"X\"; x[1..1] = \"YY\"; return x;", "=> \"YYXc\""},
      {"x = \"abc\"; x[1] = \"no\"; return x;", "E_INVARG: Invalid argument"},
      {"x = {1}; return x[1] = 7;", "=> 7"},
      {"x = {1}; x[2] = 7;", "E_RANGE: Range error"},
      {"x = y = 3; return {x, y};", "=> {3, 3}"},
      {"return x;", "E_VARNF: Variable not found: x"},
      {"#4.name = \"Hall\"; return #4.name;", "=> \"Hall\""},
      {"#4.(\"na\" + \"me\")[1] = \"D\"; return #4.name;", "=> \"Doom\""},
  });
}

TEST(Expressions, ListsScatter) {
  expect_rows({
      {"{a, b} = {1, 2}; return {b, a};", "=> {2, 1}"},
      {"{a, ?b = a + 1, @c} = {1}; return {a, b, c};", "=> {1, 2, {}}"},
      {"{a, ?b = 9, @c} = {1, 2, 3, 4}; return {a, b, c};", "=> {1, 2, {3, 4}}"},
      {"{@a, b} = {1, 2, 3}; return {a, b};", "=> {{1, 2}, 3}"},
      {"b = 5; {a, ?b} = {1}; return b;", "=> 5"},
      {"{a, b} = {1};", "E_ARGS: Incorrect number of arguments"},
      {"{a} = {1, 2};", "E_ARGS: Incorrect number of arguments"},
      {"{a} = 5;", "E_TYPE: Type mismatch"},
      {"return {a, b} = {1, 2};", "=> {1, 2}"},
  });
}

TEST(Expressions, CaughtErrorsHaveOtherValues) {
  expect_rows({
      {"`1 / 0 ! E_DIV => 5'", "=> 5"},
      {"`1 / 0 ! ANY'", "=> E_DIV"},
      {"`1 / 0 ! E_TYPE, E_DIV => 6'", "=> 6"},
      {"`1 / 0 ! E_TYPE => 6'", "E_DIV: Division by zero"},
      {"1 + `x ! E_VARNF => 2' + 3", "=> 6"},
      {"`raise(E_MINE, \"mine\") ! E_MINE => 'yes'", "=> 'yes"},
      {"{`{1, 2}[3] ! E_RANGE', `5 ! ANY => 6'}", "=> {E_RANGE, 5}"},
  });
}

TEST(Expressions, WhatDoesNotCompileSaysWhere) {
  expect_rows({
      {"1 +", "E_NONE: line 1, column 4: expected an expression, but the program ends"},
      {"x = 1;\n  y = ;", "E_NONE: line 2, column 7: expected an expression, not `;`"},
      {"foo(1)", "E_NONE: line 1, column 1: there is no function `foo`"},
      {"if (1) 2;", "E_NONE: line 1, column 10: expected `endif`, but the program ends"},
      {"break;", "E_NONE: line 1, column 1: there is no loop around this"},
      {"while (1) break foo; endwhile",
       "E_NONE: line 1, column 11: there is no loop `foo` around this"},
      {"{a, a} = {1, 2}", "E_NONE: line 1, column 5: `a` stands twice in one list"},
      {"{?a}",
       "E_NONE: line 1, column 5: expected `=` after a list with `?` in it, but the program "
       "ends"},
      {"1 = 2",
       "E_NONE: line 1, column 3: only variables, properties and parts of them can be "
       "assigned to"},
      {"\"abc", "E_NONE: line 1, column 1: the string does not end"},
      {"fork (1) endfork", "E_NONE: line 1, column 1: `fork` is not supported"},
      {"~", "E_NONE: line 1, column 1: `~` means nothing here"},
      {"$",
       "E_NONE: line 1, column 2: expected a name after `$` outside of an index, but the "
       "program ends"},
      {"99999999999999999999",
       "E_NONE: line 1, column 1: column 1: `99999999999999999999` is no number of 64 bits"},
  });
}

TEST(Expressions, NestingIsBounded) {
  Stage stage;
  for (auto const* unit : {"(", "!", "{", "-", "`", "1 + (", "x[", "2 ^ ", "1 ? "}) {
    std::string program;
    for (int i = 0; i < 5000; ++i) program += unit;
    EXPECT_EQ(text_of(stage.eval(program)).substr(0, 6), "E_NONE") << unit;
  }
  std::string sum = "1";
  for (int i = 0; i < 5000; ++i) sum += " + 1";
  EXPECT_NE(text_of(stage.eval(sum)).find("nested too deep"), std::string::npos);
  auto const deep = std::string(100, '{') + std::string(100, '}');
  EXPECT_EQ(text_of(stage.eval(deep)), "=> " + deep);
}

}  // namespace
}  // namespace drydock::moo
