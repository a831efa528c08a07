// What a daemon says that its world can do, beside what the world does. Source: hosts 3.2, DH-12.
#include <gtest/gtest.h>

#include "reference/moor/sessions/settings.hpp"
#include "reference/moor/tasks/test_desk.hpp"

namespace drydock::moor::tasks {
namespace {

using namespace std::chrono_literals;

class Features : public testing::Test {
 protected:
  /// The value as a literal; `no` where it does not compile, or is an error.
  std::string value_of(std::string const& program) {
    auto const reply = stage_.reply(stage_.ask_eval(client_, program));
    auto const* success = std::get_if<ClientSuccess>(&reply.value());
    return success == nullptr ? "no" : to_literal(std::get<EvalResult>(success->reply).result);
  }

  ServerFeatures const told_ = sessions::Settings::default_features();
  TaskStage stage_;
  Uuid const client_ = stage_.connect(wizard);
};

TEST_F(Features, AreThoseOfTheLanguage) {
  EXPECT_EQ(told_.lexical_scopes, value_of("let x = 1; return x;") == "1");
  EXPECT_EQ(told_.list_comprehensions, value_of("return {x for x in ({1})};") == "{1}");
  EXPECT_EQ(told_.type_dispatch,
            value_of("try return \"x\":nope(); except e (ANY) return e[1]; endtry") != "E_TYPE");
  EXPECT_EQ(told_.flyweight_type, value_of("return <#1, .a = 1>.a;") == "1");
  EXPECT_EQ(told_.bool_type, value_of("return true;") == "true");
  EXPECT_EQ(told_.symbol_type, value_of("return 'x;") == "'x");
  EXPECT_EQ(told_.custom_errors, value_of("return E_MINE;") == "E_MINE");
}

TEST_F(Features, AreThoseOfTheFunctions) {
  EXPECT_EQ(told_.use_boolean_returns, value_of("return valid(#0);") == "true");
  EXPECT_EQ(told_.use_boolean_returns, value_of("return 1 == 1;") == "true");
  EXPECT_EQ(told_.use_symbols_in_builtins, value_of("return verbs(#0)[1];").starts_with("'"));
  EXPECT_EQ(told_.use_uuobjids, value_of("return create(#1);").find('-') != std::string::npos);
  EXPECT_EQ(told_.anonymous_objects, value_of("return create(#1, #2, 1);") != "no");
  EXPECT_EQ(told_.rich_notify, value_of("return notify(player, {1});") == "1");
  auto const said = stage_.lines(client_);
  EXPECT_EQ(told_.rich_notify, said.back() == "say {1}") << said.back();
}

TEST_F(Features, ASleepingTaskGoesOnAfterARestart) {
  stage_.ask_eval(client_, "suspend(5); #11.name = \"torch\";");
  stage_.restart();
  stage_.advance(10s);
  EXPECT_EQ(told_.persistent_tasks, value_of("return #11.name;") == "\"torch\"");
}

TEST_F(Features, TheEventLogIsOff) { EXPECT_FALSE(told_.enable_eventlog); }

}  // namespace
}  // namespace drydock::moor::tasks
