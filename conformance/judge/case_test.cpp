#include "conformance/judge/case.hpp"

#include <gtest/gtest.h>

namespace drydock::conformance {
namespace {

constexpr Requirement plain{"a.plain", Level::must, Profile::compatible, "It is.", "A-1"};
constexpr Requirement more{"a.more", Level::should, Profile::robust, "It is more.", "A-2"};
void run(Stage&) {}
constexpr Case plain_case{plain, "", "it is", "nothing", run};
constexpr Case one_case{more, "one", "it is one", "echo", run};
constexpr Case other_case{more, "other", "it is another", "test", run};

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
  EXPECT_TRUE(suite().offers("echo", plain_case));
  EXPECT_TRUE(suite().offers("echo", one_case));
  EXPECT_FALSE(suite().offers("echo", other_case));
  EXPECT_TRUE(suite().offers("test", one_case));
}

}  // namespace
}  // namespace drydock::conformance
