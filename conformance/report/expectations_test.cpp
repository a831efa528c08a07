#include "conformance/report/expectations.hpp"

#include <gtest/gtest.h>

#include "conformance/judge/sample_cases.hpp"

namespace drydock::conformance {
namespace {

using News = std::vector<std::string>;

constexpr Case one{plain, "one", "it is one", "", do_nothing};
constexpr Case two{plain, "two", "it is two", "", do_nothing};

Suite two_cases() { return {"thing", {}, {&one, &two}, {}, {}}; }

CaseResult passed(Case const& which) { return {&which, {}, {}}; }
CaseResult failed(Case const& which, std::string came) {
  return {&which, {Verdict::fail, "one", std::move(came), {}, ""}, {}};
}
CaseResult skipped(Case const& which) { return {&which, {Verdict::skip, "", "-", {}, ""}, {}}; }

News news(std::string_view text, std::vector<CaseResult> const& results) {
  auto const known = Expectations::parse(text);
  EXPECT_TRUE(known);
  return known ? known->news(results, two_cases()) : News{};
}

TEST(Expectations, WhatIsListedIsNoNews) {
  EXPECT_EQ(news("# known\n\nfail a.plain/one: expected one; came two\n",
                 {failed(one, "two"), passed(two)}),
            News{});
}

TEST(Expectations, AnUnlistedFailureIsNews) {
  EXPECT_EQ(news("", {failed(one, "two")}), News{"a.plain/one fail: expected one; came two"});
}

TEST(Expectations, AListedPassIsNews) {
  EXPECT_EQ(news("fail a.plain/one: x\n", {passed(one)}),
            News{"a.plain/one passes, but is listed"});
}

TEST(Expectations, AListedSkipIsNews) {
  EXPECT_EQ(news("fail a.plain/one: x\n", {skipped(one)}),
            News{"a.plain/one is skipped, but is listed"});
}

TEST(Expectations, AnotherMessageIsNews) {
  EXPECT_EQ(news("fail a.plain/one: expected one; came two\n", {failed(one, "three")}),
            News{"a.plain/one fail: expected one; came three; listed is fail: expected one; came "
                 "two"});
}

TEST(Expectations, AListedIdThatIsNoCaseIsNewsAndOneThatWasNotRunIsNot) {
  EXPECT_EQ(news("fail a.plain/three: x\nfail a.plain/two: x\n", {passed(one)}),
            News{"a.plain/three is listed, but there is no such case"});
}

TEST(Expectations, ARewrittenFileHasNoNews) {
  std::vector<CaseResult> const results{failed(one, "two\nlines: x"), passed(two)};
  EXPECT_EQ(news(Expectations::text_of(results), results), News{});
}

TEST(Expectations, AnOddLineIsNamed) {
  EXPECT_EQ(Expectations::parse("# ok\nfails a.plain/one\n").error().message,
            "line 2: \"fails a.plain/one\" is neither `fail ID: MESSAGE` nor `inconclusive ID: "
            "MESSAGE`");
  EXPECT_EQ(Expectations::parse("fail a: x\nfail a: y\n").error().message,
            "line 2: a is listed twice");
}

}  // namespace
}  // namespace drydock::conformance
