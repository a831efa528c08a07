#include "conformance/judge/case.hpp"

#include <gtest/gtest.h>

#include "conformance/judge/sample_cases.hpp"

namespace drydock::conformance {
namespace {

Suite suite() {
  return {"thing", {}, {&plain_case, &one_case, &other_case}, {"nothing", "echo", "test"}, {}};
}

using Chosen = std::vector<Case const*>;

TEST(Case, ItsIdIsTheRequirementsAndTheVariant) {
  EXPECT_EQ(plain_case.id(), "a.plain");
  EXPECT_EQ(other_case.id(), "a.more/other");
}

TEST(Case, AProfileHasTheCasesOfThoseBelowIt) {
  EXPECT_EQ(select(suite(), {"*", Profile::compatible}), Chosen{&plain_case});
  EXPECT_EQ(select(suite(), {"*", Profile::robust}).size(), 3U);
}

TEST(Case, CasesAreChosenByPattern) {
  EXPECT_EQ(select(suite(), {"a.more*", Profile::robust}), (Chosen{&one_case, &other_case}));
  EXPECT_EQ(select(suite(), {"a.more/other", Profile::robust}), Chosen{&other_case});
  EXPECT_EQ(select(suite(), {"a.more", Profile::robust}), Chosen{});
}

TEST(Case, AServiceOffersWhatThoseBeforeItDo) {
  EXPECT_EQ(suite().why_not({"echo"}, plain_case), "");
  EXPECT_EQ(suite().why_not({"echo"}, one_case), "");
  EXPECT_EQ(suite().why_not({"echo"}, other_case), "needs --service test");
  EXPECT_EQ(suite().why_not({"test"}, one_case), "");
}

TEST(Case, AGroundIsNeededWhereACaseNamesOne) {
  constexpr Case secure{plain, "", "-", "nothing", do_nothing, {.secure = true}};
  EXPECT_EQ(suite().why_not({.service = "echo"}, secure),
            "needs --transport tcp without --insecure");
  EXPECT_EQ(suite().why_not({.service = "echo", .secure = true}, secure), "");
  constexpr Case process{plain, "", "-", "nothing", do_nothing, {.process = true}};
  EXPECT_EQ(suite().why_not({.service = "echo", .process = false}, process), "needs a process");
  EXPECT_EQ(suite().why_not({.service = "echo"}, process), "");
  constexpr Case pinned{plain, "", "-", "nothing", do_nothing, {.placeholder = "key"}};
  EXPECT_EQ(suite().why_not({.service = "echo", .command = {"run"}}, pinned),
            "needs {key} in the command");
  EXPECT_EQ(suite().why_not({.service = "echo", .command = {"run", "--key={key}"}}, pinned), "");
  EXPECT_EQ(suite().why_not({.service = "echo", .process = false}, pinned), "");
}

}  // namespace
}  // namespace drydock::conformance
