#include "conformance/testee/command.hpp"

#include <gtest/gtest.h>

namespace drydock::conformance {
namespace {

using Words = std::vector<std::string>;

constexpr Placeholder placeholders[] = {{"request", Placeholder::Kind::endpoint, ""},
                                        {"data_dir", Placeholder::Kind::directory, ""}};

TEST(Command, PlaceholdersStandForTheirValues) {
  Values const values{{"request", "ipc:///r"}, {"data_dir", "/d"}};
  EXPECT_EQ(expand({"w", "--at={request}", "{data_dir}/{data_dir}"}, values),
            (Words{"w", "--at=ipc:///r", "/d//d"}));
}

TEST(Command, OtherBracesAreLeftAlone) {
  Values const values{{"request", "ipc:///r"}};
  EXPECT_EQ(expand({"{}", "{ print $1 }", "{{request}}", "{", "}", "{request", "{a b}"}, values),
            (Words{"{}", "{ print $1 }", "{request}", "{", "}", "{request", "{a b}"}));
}

TEST(Command, AnUnknownPlaceholderIsNamedWithThoseThereAre) {
  auto const checked = check_command({"w", "--at={requset}"}, placeholders);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().message,
            "unknown placeholder {requset} in \"--at={requset}\"; there are {request} {data_dir}");
  EXPECT_TRUE(check_command({"w", "{request}", "{{requset}}"}, placeholders));
}

TEST(Command, AProgramIsLookedForAlongPath) {
  auto const shell = find_program("sh");
  ASSERT_TRUE(shell);
  EXPECT_TRUE(find_program(*shell));
  EXPECT_EQ(find_program("no-such-program-anywhere").error().message,
            "there is no program \"no-such-program-anywhere\" along PATH");
  EXPECT_EQ(find_program("/nowhere/at/all").error().message,
            "there is no program \"/nowhere/at/all\"");
  EXPECT_EQ(find_program("/etc/passwd").error().message, "\"/etc/passwd\" is not executable");
}

}  // namespace
}  // namespace drydock::conformance
