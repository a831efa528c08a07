#include "reference/moor/codec/var_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <limits>

#include "reference/moor/codec/generators.hpp"

namespace drydock::moor {
namespace {

ErrorValue error(ErrorCode code, std::optional<std::string> message = {},
                 std::shared_ptr<Var const> value = {}) {
  return {code, std::move(message), std::move(value), {}};
}
ErrorValue custom(char const* name) { return {ErrorCode::custom, {}, {}, Symbol{name}}; }
Var value_of(std::string_view text) {
  auto const value = parse_literal(text);
  return value ? *value : Var("no value: " + value.error().message);
}

struct Sample {
  Var value;
  char const* text;
};

TEST(Literal, EveryKindHasItsForm) {
  using Limit = std::numeric_limits<double>;
  auto const seven = std::make_shared<Var const>(7);
  for (auto const& [value, text] : std::vector<Sample>{
           {None{}, "None"},
           {true, "true"},
           {-12, "-12"},
           {std::numeric_limits<std::int64_t>::min(), "-9223372036854775808"},
           {2.5, "2.5"},
           {3.0, "3.0"},
           {-0.0, "-0.0"},
           {1e100, "1e+100"},
           {Limit::infinity(), "inf"},
           {-Limit::infinity(), "-inf"},
           {Limit::quiet_NaN(), "NaN"},
           {std::bit_cast<double>(std::uint64_t{0xfff8000000000001}), "NaN(0xfff8000000000001)"},
           {"say \"a\\b\"\n\t", R"("say \"a\\b\"\n\t")"},
           {std::string("\x1b\x7f\xff\0", 4), R"("\x1b\x7f\xff\x00")"},
           {"\xc3\xa4", "\"\xc3\xa4\""},
           {Obj(ObjId{-1}), "#-1"},
           {Obj(UuObjId{0xff1234567890}), "#0000FF-1234567890"},
           {Obj(AnonymousObjId{0xff1234567890}), "*anonymous-0000FF-1234567890*"},
           {Symbol{"k"}, "'k"},
           {Symbol{"two words"}, R"('"two words")"},
           {Symbol{""}, R"('"")"},
           {error(ErrorCode::e_perm), "E_PERM"},
           {error(ErrorCode::e_intrpt, "no"), R"(E_INTRPT("no"))"},
           {error(ErrorCode::e_perm, "no", seven), R"(E_PERM("no", 7))"},
           {error(ErrorCode::e_perm, {}, seven), "E_PERM(None, 7)"},
           {custom("E_MINE"), "E_MINE"},
           {custom("e_perm"), "E_'e_perm"},
           {custom("mine too"), R"(E_'"mine too")"},
           {custom("E_"), "E_"},
           {list_of({"a", list_of({}), 2}), R"({"a", {}, 2})"},
           {Map{{{1, "one"}, {Symbol{"k"}, true}}}, R"([1 -> "one", 'k -> true])"},
           {Binary{bytes_of("hi")}, R"(b"aGk=")"},
           {Binary{{0xfb, 0xff}}, R"(b"-_8=")"},
           {Binary{}, R"(b"")"},
           {Flyweight{ObjId{1}, {{Symbol{"slot"}, 1}, {Symbol{"x y"}, 2}}, List{{3}}},
            R"(<#1, .slot = 1, ."x y" = 2, {3}>)"},
           {Flyweight{ObjId{1}, {}, {}}, "<#1>"},
           {Lambda{}, "<lambda>"}}) {
    EXPECT_EQ(to_literal(value), text);
    EXPECT_EQ(value_of(text), value) << text;
  }
}

TEST(Literal, TheReaderTakesWhatTheWriterWouldNotWrite) {
  EXPECT_EQ(value_of(" { 1 ,2 } "), list_of({1, 2}));
  EXPECT_EQ(value_of("[2->1,1->-2]"), Var(Map{{{1, -2}, {2, 1}}}));
  EXPECT_EQ(value_of("{#0, \"\"-1}"), Var("no value: column 8: expected `,` or `}`, not \"-1}\""));
  EXPECT_EQ(value_of("1e3"), Var(1000.0));
  EXPECT_EQ(value_of("e_Perm"), Var(error(ErrorCode::e_perm)));
  EXPECT_EQ(value_of(R"(b"+/8")"), Var(Binary{{0xfb, 0xff}}));
  EXPECT_EQ(value_of("<#1, {}>"), Var(Flyweight{ObjId{1}, {}, {}}));
  EXPECT_EQ(value_of("<#1, .b = 1, .a = 2>"),
            Var(Flyweight{ObjId{1}, {{Symbol{"a"}, 2}, {Symbol{"b"}, 1}}, {}}));
}

TEST(Literal, AFailureNamesTheColumnAndWhatItSaw) {
  auto const message_of = [](std::string_view text) {
    auto const value = parse_literal(text);
    return value ? "read as " + to_literal(*value) : value.error().message;
  };
  EXPECT_EQ(message_of(""), "column 1: expected a value, but the text ends");
  EXPECT_EQ(message_of("{1, 2"), "column 6: expected `,` or `}`, but the text ends");
  EXPECT_EQ(message_of("{1; 2}"), "column 3: expected `,` or `}`, not \"; 2}\"");
  EXPECT_EQ(message_of("1 2"), "column 3: expected the end, not \"2\"");
  EXPECT_EQ(message_of("9223372036854775808"),
            "column 1: `9223372036854775808` is no number of 64 bits");
  EXPECT_EQ(message_of("1.2.3"), "column 1: `1.2.3` is no number of 64 bits");
  EXPECT_EQ(message_of("-"), "column 1: `-` is no number of 64 bits");
  EXPECT_EQ(message_of("#2147483648"),
            "column 2: expected the number of an object, of 32 bits, not \"2147483648\"");
  EXPECT_EQ(message_of("#400000-0000000000"),
            "column 2: expected 6 hexadecimal digits up to 3FFFFF, `-` and 10 more, not "
            "\"400000-000000000\"");
  EXPECT_EQ(message_of("\"a"), "column 3: expected `\"`, but the text ends");
  EXPECT_EQ(message_of(R"("\q")"),
            R"(column 3: expected `"`, `\`, `n`, `t` or `x` after a backslash, not "q\"")");
  EXPECT_EQ(message_of(R"("\x1")"),
            R"(column 3: expected two hexadecimal digits after `\x`, not "x1\"")");
  EXPECT_EQ(message_of("[1 -> ]"), "column 7: expected a value, not \"]\"");
  EXPECT_EQ(message_of("[1, 2]"), "column 3: expected `->`, not \", 2]\"");
  EXPECT_EQ(message_of("hello"), "column 1: expected a value, not \"hello\"");
  EXPECT_EQ(message_of("b\"a\""), "column 3: expected base64 in `b\"...\"`");
  EXPECT_EQ(message_of("NaN(0x7ff0000000000000)"),
            "column 4: expected the 16 hexadecimal digits of a NaN, not \"(0x7ff0000000000\"");
  EXPECT_EQ(message_of("'"), "column 2: expected a name, but the text ends");
  EXPECT_EQ(message_of("<#1, 2>"), "column 6: expected `.`, not \"2>\"");
}

TEST(Literal, NestingHasAnEnd) {
  auto const nested = [](std::size_t depth) {
    return std::string(depth, '{') + std::string(depth, '}');
  };
  EXPECT_EQ(to_literal(value_of(nested(1000))), nested(1000));
  EXPECT_EQ(parse_literal(nested(1001)).error().message, "column 1001: nested more than 1000 deep");
  EXPECT_FALSE(parse_literal(std::string(1'000'000, '[')));
  EXPECT_FALSE(parse_literal(std::string(1'000'000, '<')));
}

TEST(Literal, LongOnesAreCutBetweenCharacters) {
  EXPECT_EQ(to_literal(list_of({1, 2, 3}), 9), "{1, 2, 3}");
  EXPECT_EQ(to_literal(list_of({1, 2, 3}), 5), "{1, 2...");
  EXPECT_EQ(to_literal(Var("\xc3\xa4"), 2), "\"...");
  EXPECT_EQ(to_literal(Var(Binary{Bytes(1000)}), 6), "b\"AAAA...");
  EXPECT_EQ(to_literal(list_of(std::vector<Var>(1'000'000)), 10), "{None, Non...");
}

RC_GTEST_PROP(Literal, AValueReadsBackTheSame, ()) {
  auto const value = *any_value(true);
  RC_ASSERT(parse_literal(to_literal(value)) == value);
}

RC_GTEST_PROP(Literal, AnyBytesInAStringReadBackTheSame, ()) {
  Var const value = *any_bytes();
  RC_ASSERT(parse_literal(to_literal(value)) == value);
}

RC_GTEST_PROP(Literal, AnyTextIsReadOrRefused, ()) {
  auto const text = *rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("{}[]<>-.,#'\"\\0xb1E_eNa( )=*")));
  if (auto const value = parse_literal(text))
    RC_ASSERT(parse_literal(to_literal(*value)) == *value);
}

TEST(WorkerErrorText, TheKindComesFirst) {
  EXPECT_EQ(to_text(WorkerRequestTimedOut{"no answer within 1000 ms"}),
            "WorkerRequestTimedOut: no answer within 1000 ms");
  EXPECT_EQ(to_text(NoWorkerAvailable{Symbol{"echo"}}), "NoWorkerAvailable: echo");
}

}  // namespace
}  // namespace drydock::moor
