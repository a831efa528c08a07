#include "reference/moor/host/answers.hpp"

#include <gtest/gtest.h>

namespace drydock::moor::host {
namespace {

RequestInputEvent asking_with(std::vector<MetadataPair> metadata) {
  return RequestInputEvent{Uuid{}, std::move(metadata)};
}
RequestInputEvent of_type(char const* type) {
  return asking_with({{Symbol{"input_type"}, Var{Symbol{type}}}});
}

TEST(Answers, ALineIsTheAnswerToAnythingUnknown) {
  EXPECT_EQ(answer_of(RequestInputEvent{}, " Bob "), Var{" Bob "});
  EXPECT_EQ(answer_of(of_type("text"), "Bob"), Var{"Bob"});
  EXPECT_EQ(answer_of(of_type("of tomorrow"), "Bob"), Var{"Bob"});
  EXPECT_EQ(prompt_of(RequestInputEvent{}), "");
  EXPECT_EQ(prompt_of(asking_with({{Symbol{"prompt"}, Var{"Name? "}}})), "Name? ");
}

TEST(Answers, YesAndNoHaveShortForms) {
  EXPECT_EQ(answer_of(of_type("yes_no"), "Y"), Var{"yes"});
  EXPECT_EQ(answer_of(of_type("yes_no"), " no "), Var{"no"});
  EXPECT_FALSE(answer_of(of_type("yes_no"), "maybe").has_value());
  EXPECT_EQ(answer_of(of_type("yes_no_alternative"), "maybe"), Var{"alternative: maybe"});
  EXPECT_EQ(answer_of(of_type("yes_no_alternative"), "n"), Var{"no"});
}

TEST(Answers, AChoiceIsMadeByNumberOrText) {
  auto const request = asking_with(
      {{Symbol{"input_type"}, Var{"choice"}}, {Symbol{"choices"}, list_of({"red", "green", 3})}});
  EXPECT_EQ(answer_of(request, "GREEN"), Var{"green"});
  EXPECT_EQ(answer_of(request, "1"), Var{"red"});
  EXPECT_EQ(answer_of(request, "3"), Var{3});
  EXPECT_EQ(answer_of(request, "4").error().message,
            "Please choose by number or text: 1) red 2) green 3) 3");
}

TEST(Answers, ANumberIsWholeAndWithinItsBounds) {
  auto const request = asking_with(
      {{Symbol{"input_type"}, Var{"number"}}, {Symbol{"min"}, Var{1}}, {Symbol{"max"}, Var{9}}});
  EXPECT_EQ(answer_of(request, " 9 "), Var{9});
  EXPECT_FALSE(answer_of(request, "0").has_value());
  EXPECT_FALSE(answer_of(request, "10").has_value());
  EXPECT_FALSE(answer_of(request, "3.5").has_value());
  EXPECT_FALSE(answer_of(request, "99999999999999999999").has_value());
}

TEST(Answers, AbortAnswersAnything) {
  for (auto const* type : {"yes_no", "choice", "number", "confirmation", "text"}) {
    EXPECT_EQ(answer_of(of_type(type), "@abort"), Var{"@abort"}) << type;
  }
}

TEST(Answers, NothingIsTheDefaultWhereThereIsOne) {
  EXPECT_EQ(answer_of(asking_with({{Symbol{"default"}, Var{"blue"}}}), ""), Var{"blue"});
  EXPECT_EQ(answer_of(of_type("confirmation"), ""), Var{"ok"});
}

}  // namespace
}  // namespace drydock::moor::host
