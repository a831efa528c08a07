#include <gtest/gtest.h>

#include "reference/moo/program_rows.hpp"
#include "reference/moo/testing.hpp"

namespace drydock::moo {
namespace {

TEST(Statements, ChooseAndRepeat) {
  expect_rows({
      {"if (0) return 1; elseif (1) return 2; else return 3; endif", "=> 2"},
      {"if (0) return 1; else return 3; endif", "=> 3"},
      {"x = 0; for i in [1..4] x = x + i; endfor return x;", "=> 10"},
      {"x = 0; for i in [4..1] x = 1; endfor return x;", "=> 0"},
      {"x = {}; for i in [9223372036854775806..9223372036854775807] x = {@x, 1}; endfor return x;",
       "=> {1, 1}"},
      {"x = {}; for e in ({1, \"a\"}) x = {e, @x}; endfor return x;", "=> {\"a\", 1}"},
      {"x = {}; for e, i in ({7, 8}) x = {@x, {i, e}}; endfor return x;", "=> {{1, 7}, {2, 8}}"},
      {"x = {}; for v, k in ([\"a\" -> 1, \"b\" -> 2]) x = {@x, k, v}; endfor return x;",
       "=> {\"a\", 1, \"b\", 2}"},
      {"x = {}; for v in ([\"a\" -> 1]) x = {@x, v}; endfor return x;", "=> {1}"},
      {"for x in (5) endfor", "E_TYPE: Type mismatch"},
      {"x = 0; while (x < 5) x = x + 1; if (x == 3) break; endif endwhile return x;", "=> 3"},
      {"x = y = 0; while (x < 5) x = x + 1; if (x % 2) continue; endif y = y + x; endwhile return "
       "y;",
       "=> 6"},
      {"for i in [1..3] for j in [1..3] if (j == 2) break i; endif endfor endfor return {i, j};",
       "=> {1, 2}"},
      {"n = 0; while outer (1) while (1) n = n + 1; if (n > 3) break outer; endif continue outer; "
       "endwhile endwhile return n;",
       "=> 4"},
      {"5;", "=> 0"},
      {"", "=> 0"},
      {"return;", "=> 0"},
  });
}

TEST(Statements, ErrorsAreCaughtByTheirArm) {
  expect_rows({
      {"try 1 / 0; except e (E_DIV) return e[1..2]; endtry", "=> {E_DIV, \"Division by zero\"}"},
      {"try 1 / 0; except (E_TYPE) return 1; except (ANY) return 2; endtry", "=> 2"},
      {"try return 5; except (ANY) return 2; endtry", "=> 5"},
      {"try try 1 / 0; except (E_TYPE) return 1; endtry except (E_DIV) return 2; endtry", "=> 2"},
      {"try raise(E_PERM, \"go\", {1}); except e (E_PERM) return e[3]; endtry", "=> {1}"},
      {"try try 1 / 0; except (ANY) {} [1]; endtry except e (ANY) return e[1]; endtry",
       "=> E_RANGE"},
      {"for i in [1..3] try if (i == 2) break; endif except (ANY) endtry endfor return i;", "=> 2"},
      {"for i in [1..3] try 1 / 0; except (ANY) continue; endtry endfor return i;", "=> 3"},
      {"c = {E_TYPE, E_DIV}; try 1 / 0; except (@c) return 4; endtry", "=> 4"},
  });
}

TEST(Statements, FinallyRunsHoweverItsBodyIsLeft) {
  expect_rows({
      {"x = {}; try x = {@x, 1}; finally x = {@x, 2}; endtry return x;", "=> {1, 2}"},
      {"x = {}; try try 1 / 0; finally x = {@x, 2}; endtry except (ANY) return {@x, 3}; endtry",
       "=> {2, 3}"},
      {"try return 1; finally #4.name = \"left\"; endtry", "=> 1"},
      {"try return 1; finally return 2; endtry", "=> 2"},
      {"x = 0; while (1) try break; finally x = 7; endtry endwhile return x;", "=> 7"},
      {"x = 0; for i in [1..3] try continue; finally x = x + i; endtry endfor return x;", "=> 6"},
      {"x = {}; try try return 1; finally x = {@x, 1}; endtry finally return {@x, 2}; endtry",
       "=> {1, 2}"},
      {"while (1) try 1 / 0; finally break; endtry endwhile return 3;", "=> 3"},
  });
}

TEST(Statements, UncaughtErrorsLeaveATraceback) {
  Stage stage;
  stage.eval(
      "add_verb(#1, {#2, \"rxd\", \"oops\"}, {\"this\", \"none\", \"this\"});"
      "set_verb_code(#1, \"oops\", {\"x = 1;\", \"return x / args[1];\"});");
  auto const outcome = stage.eval("\n#4:oops(0);");
  auto const* failed = std::get_if<Failed>(&outcome);
  ASSERT_NE(failed, nullptr) << text_of(outcome);
  EXPECT_EQ(failed->error.code, ErrorCode::e_div);
  EXPECT_EQ(failed->backtrace,
            (std::vector<std::string>{"#1:oops (this == #4), line 2:  Division by zero",
                                      "... called from #-1:eval, line 2", "(End of traceback)"}));
  ASSERT_EQ(failed->stack.size(), 2U);
  EXPECT_EQ(failed->stack[0], moor::list_of({object(4), "oops", object(1), object(2), 2}));
}

TEST(Statements, TicksAndTimeAreLimited) {
  Stage stage;
  EXPECT_EQ(text_of(stage.eval("while (1) endwhile")), "out of ticks in eval, line 1");
  EXPECT_EQ(text_of(stage.eval("x = {1}; while (1) x = {@x, @x}; endwhile")),
            "E_QUOTA: Resource limit exceeded");
  EXPECT_EQ(text_of(stage.eval("x = 1; while (1) x = {x, x}; endwhile")),
            "E_QUOTA: Resource limit exceeded");
  EXPECT_EQ(text_of(stage.eval("x = 1; while (1) x = {x}; endwhile")),
            "E_QUOTA: Resource limit exceeded");
  EXPECT_EQ(text_of(stage.eval("x = \"ab\"; while (1) x = x + x; endwhile")),
            "E_QUOTA: Resource limit exceeded");
  EXPECT_EQ(text_of(stage.eval("x = \"aa\"; while (1) x = strsub(x, \"a\", \"aa\"); endwhile")),
            "E_QUOTA: Resource limit exceeded");
}

TEST(Statements, AStepGoesOnAfterALookAtTheClock) {
  Stage stage;
  stage.limits.slice = 100;
  auto task = *Task::eval(1, ObjId{2}, "#4.name = \"x\"; while (1) endwhile");
  auto around = stage.around();
  EXPECT_EQ(text_of(task.run(around)), "interrupted");
  around.now += std::chrono::seconds(5);
  EXPECT_EQ(text_of(task.run(around)), "interrupted");
  around.now += std::chrono::nanoseconds(1);
  auto const ended = take_step(task, around);
  EXPECT_EQ(text_of(ended.outcome), "out of time in eval, line 1");
  EXPECT_EQ(stage.world.find(ObjId{4})->name, "Room");
}

TEST(Statements, AStepOfManySlicesIsTheStepInOne) {
  auto const* const program =
      "x = 0; for i in [1..50] x = x + i; try x[1]; except (ANY) x = x + 1; endtry endfor return "
      "x;";
  Stage whole;
  auto const expected = text_of(whole.eval(program));
  EXPECT_EQ(expected, "=> 1325");
  for (std::int64_t slice = 1; slice < 40; ++slice) {
    Stage stage;
    stage.limits.slice = slice;
    auto task = *Task::eval(1, ObjId{2}, program);
    auto outcome = stage.step(task);
    while (std::holds_alternative<Interrupted>(outcome)) outcome = stage.step(task);
    EXPECT_EQ(text_of(outcome), expected) << slice;
  }
}

TEST(Statements, FramesAreLimited) {
  Stage stage;
  stage.eval(
      "add_verb(#1, {#2, \"rxd\", \"deep\"}, {\"this\", \"none\", \"this\"});"
      "set_verb_code(#1, \"deep\", {\"return this:deep();\"});");
  EXPECT_EQ(text_of(stage.eval("#1:deep()")), "E_MAXREC: Too many verb calls");
}

}  // namespace
}  // namespace drydock::moo
