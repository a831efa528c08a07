#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "conformance/judge/sample_cases.hpp"
#include "conformance/report/json_report.hpp"
#include "conformance/report/junit_report.hpp"
#include "conformance/report/text_report.hpp"

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;

RunReport report() {
  Finding const failure{
      Verdict::fail, "one \"<pong>\"", "two", {{"after 1 s: two", "0102"}}, "oh\n"};
  Finding const skipped{Verdict::skip, "", "needs --service test", {}, ""};
  return {
      "thing", Profile::robust,
      "ipc",   "./thing {x}",
      2500ms,  {{&plain_case, {}, 1s}, {&one_case, failure, 1500ms}, {&other_case, skipped, 0s}}};
}

TEST(TextReport, HasALineForEachCaseAndFailuresInFull) {
  std::string const expected =
      "pass          a.plain                                    it is (A-1, must, compatible)\n"
      "fail          a.more/one                                 it is one (A-2, should, robust)\n"
      "skip          a.more/other                               it is another (A-2, should, "
      "robust)\n"
      "\n"
      "fail: a.more/one (A-2, should, robust)\n"
      "  asked     It is <more>.\n"
      "  case      it is one\n"
      "  expected  one \"<pong>\"\n"
      "  came      two\n"
      "  seen      after 1 s: two\n"
      "            0102\n"
      "  testee    | oh\n"
      "\n"
      "3 cases in 2.5 s: 1 passed, 1 failed, 0 inconclusive, 1 skipped\n"
      "compatible: 0 of 1 failed\n"
      "robust:     1 of 2 failed: it can do better, and interoperates all the same\n";
  EXPECT_EQ(to_text(report()), expected);
}

TEST(JsonReport, HasWhatOthersParse) {
  auto const json = nlohmann::json::parse(to_json(report()));
  EXPECT_EQ(json.at("role"), "thing");
  EXPECT_EQ(json.at("profile"), "robust");
  EXPECT_EQ(json.at("transport"), "ipc");
  EXPECT_EQ(json.at("command"), "./thing {x}");
  EXPECT_EQ(json.at("seconds"), 2.5);
  EXPECT_TRUE(json.at("drydock").is_string());
  EXPECT_TRUE(json.at("libzmq").is_string());
  ASSERT_EQ(json.at("cases").size(), 3U);
  auto const& failed = json.at("cases").at(1);
  EXPECT_EQ(failed.at("id"), "a.more/one");
  EXPECT_EQ(failed.at("title"), "it is one");
  EXPECT_EQ(failed.at("requirement"), "a.more");
  EXPECT_EQ(failed.at("source"), "A-2");
  EXPECT_EQ(failed.at("level"), "should");
  EXPECT_EQ(failed.at("profile"), "robust");
  EXPECT_EQ(failed.at("verdict"), "fail");
  EXPECT_EQ(failed.at("message"), "expected one \"<pong>\"; came two");
  EXPECT_EQ(failed.at("seconds"), 1.5);
  EXPECT_EQ(failed.at("evidence").at(0).at("hex"), "0102");
  EXPECT_EQ(json.at("cases").at(0).at("message"), "");
}

TEST(JsonReport, BytesThatAreNotUtf8AreReplaced) {
  RunReport odd = report();
  odd.results[1].finding.came = "\xff\xfe";
  EXPECT_EQ(nlohmann::json::parse(to_json(odd)).at("cases").size(), 3U);
}

TEST(JunitReport, SaysFailureAndSkipped) {
  std::string const xml = to_junit(report());
  EXPECT_NE(xml.find("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\" time=\"2.500\""),
            std::string::npos);
  EXPECT_NE(xml.find("<failure message=\"expected one &quot;&lt;pong&gt;&quot;; came two\">"
                     "It is &lt;more&gt;.\nafter 1 s: two\n0102</failure>"),
            std::string::npos);
  EXPECT_NE(xml.find("<skipped message=\"needs --service test\"/>"), std::string::npos);
}

}  // namespace
}  // namespace drydock::conformance
