#include <gtest/gtest.h>

#include "reference/moo/command.hpp"
#include "reference/moo/testing.hpp"

namespace drydock::moo {
namespace {

void expect(Stage& stage, char const* program, char const* outcome, int player = 2) {
  EXPECT_EQ(text_of(stage.eval(program, player)), outcome) << program;
}

/// Everything about a world that is stored.
std::string dump(World const& world) {
  std::string text;
  for (auto const id : world.objects()) text += to_record(*world.find(id)) + "\n";
  return text;
}

TEST(WorldTest, PropertiesAreInheritedUntilTheyAreSet) {
  Stage stage;
  expect(stage, "add_property(#1, \"color\", \"red\", {#2, \"rc\"});", "=> 0");
  expect(stage, "#4.color", "=> \"red\"");
  expect(stage, "#4.Color = \"blue\"; return {#4.color, #1.color, #3.color};",
         "=> {\"blue\", \"red\", \"red\"}");
  expect(stage, "is_clear_property(#3, \"color\") - is_clear_property(#4, \"color\")", "=> 1");
  expect(stage, "clear_property(#4, \"color\"); return #4.color;", "=> \"red\"");
  expect(stage, "clear_property(#1, \"color\")", "E_INVARG: Invalid argument");
  expect(stage, "{properties(#1), properties(#4), property_info(#3, \"color\")}",
         "=> {{\"color\"}, {}, {#3, \"rc\"}}");
  expect(stage, "add_property(#4, \"color\", 1, {#2, \"\"})", "E_INVARG: Invalid argument");
  expect(stage, "delete_property(#1, \"color\"); return #4.color;",
         "E_PROPNF: Property not found: #4.color");
  expect(stage, "#99.x", "E_INVIND: Invalid indirection");
  expect(stage, "{#2.name, #2.wizard, #2.location, #4.contents, #3.owner, #1.f}",
         "=> {\"Wizard\", 1, #4, {#2, #3}, #3, 1}");
}

TEST(WorldTest, RightsAreAsked) {
  Stage stage;
  expect(
      stage,
      "add_property(#4, \"secret\", 1, {#2, \"\"}); add_property(#4, \"open\", 1, {#2, \"rw\"});",
      "=> 0");
  expect(stage, "#4.secret", "E_PERM: Permission denied", 3);
  expect(stage, "#4.open = 2; return #4.open;", "=> 2", 3);
  expect(stage, "#4.name = \"mine\"", "E_PERM: Permission denied", 3);
  expect(stage, "#3.wizard = 1", "E_PERM: Permission denied", 3);
  expect(stage, "#3.name = \"me\"", "E_PERM: Permission denied", 3);
  expect(stage, "#3.w = 1; return #3.w;", "=> 1", 3);
  expect(stage, "add_verb(#4, {#3, \"rxd\", \"x\"}, {\"this\", \"none\", \"this\"})",
         "E_PERM: Permission denied", 3);
  expect(stage,
         "x = create(#1); add_verb(x, {#3, \"rxd\", \"x\"}, {\"this\", \"none\", \"this\"}); "
         "return {x, x.owner, parent(x)};",
         "=> {#5, #3, #1}", 3);
  expect(stage, "create(#4)", "E_PERM: Permission denied", 3);
  expect(stage, "recycle(#4)", "E_PERM: Permission denied", 3);
  expect(stage, "move(#2, #3)", "E_PERM: Permission denied", 3);
  expect(stage, "set_player_flag(#3, 0)", "E_PERM: Permission denied", 3);
  expect(stage, "worker_request(\"echo\", {})", "E_PERM: Permission denied", 3);
  expect(stage, "listen(#0, 1234)", "E_PERM: Permission denied", 3);
  expect(stage, "set_task_perms(#2)", "E_PERM: Permission denied", 3);
  expect(stage, "set_task_perms(#3); return #4.secret;", "E_PERM: Permission denied", 2);
}

TEST(WorldTest, ObjectsMoveAndDescend) {
  Stage stage;
  expect(stage, "x = create(#1); move(x, #2); return {x.location, #2.contents};", "=> {#2, {#5}}");
  expect(stage, "move(#2, #5)", "E_RECMOVE: Recursive move");
  expect(stage, "move(#5, #-1); return #5.location;", "=> #-1");
  expect(stage, "y = create(#5); return {children(#5), parent(y)};", "=> {{#6}, #5}");
  expect(stage, "chparent(#5, #6)", "E_RECMOVE: Recursive move");
  expect(stage, "recycle(#5); return {valid(#5), parent(#6), max_object()};", "=> {0, #1, #6}");
  expect(stage, "recycle(#6); return create(#1);", "=> #7");
  expect(stage, "players()", "=> {#2, #3}");
}

TEST(WorldTest, VerbsAreFoundByAbbreviationAndPassUpwards) {
  Stage stage;
  expect(stage,
         "add_verb(#1, {#2, \"rxd\", \"desc*ribe d\"}, {\"this\", \"none\", \"this\"});"
         "set_verb_code(#1, \"describe\", {\"return {verb, args, this, caller};\"});",
         "=> 0");
  expect(stage, "#4:desc(1)", "=> {\"desc\", {1}, #4, #-1}");
  expect(stage, "#4:DESCRI()[1]", "=> \"DESCRI\"");
  expect(stage, "#4:des()", "E_VERBNF: Verb not found: #4:des");
  expect(stage, "#4:(\"d\")()[2]", "=> {}");
  expect(
      stage,
      "add_verb(#4, {#3, \"rxd\", \"d\"}, {\"this\", \"none\", \"this\"});"
      "set_verb_code(#4, \"d\", {\"return {caller_perms(), @pass(@args, 7)};\"}); return #4:d(6);",
      "=> {#2, \"d\", {6, 7}, #4, #-1}");
  expect(stage, "set_verb_code(#4, \"d\", {\"return\"})",
         "=> {\"line 1, column 7: expected an expression, but the program ends\"}");
  expect(stage, "{verb_info(#4, 1), verb_args(#1, \"d\"), verb_code(#1, 1), verbs(#1)}",
         "=> {{#3, \"rxd\", \"d\"}, {\"this\", \"none\", \"this\"}, {\"return {verb, args, this, "
         "caller};\"}, {\"desc*ribe d\"}}");
  expect(stage,
         "set_verb_info(#4, \"d\", {#2, \"x\", \"d\"}); set_verb_code(#4, \"d\", {\"return 1 / "
         "0;\"}); "
         "return #4:d();",
         "=> E_DIV");
  expect(stage, "delete_verb(#4, \"d\"); return #4:d()[1];", "=> \"d\"");
}

TEST(WorldTest, ARollbackLeavesNoTrace) {
  Stage stage;
  auto const before = dump(stage.world);
  auto const outcome = stage.eval(
      "x = create(#1); move(x, #4); chparent(#3, x); #4.name = \"x\"; recycle(#3);"
      "add_property(#1, \"p\", 1, {#2, \"\"}); notify(#2, \"seen\"); while (1) endwhile");
  EXPECT_EQ(text_of(outcome), "out of ticks in eval, line 1");
  EXPECT_EQ(dump(stage.world), before);
  EXPECT_EQ(stage.world.contents(ObjId{4}), (std::vector<ObjId>{{2}, {3}}));
  EXPECT_EQ(stage.told(2), std::vector<std::string>{"seen"});
  expect(stage, "create(#1)", "=> #5");
}

TEST(WorldTest, WhatWasCommittedIsThereAfterARestart) {
  Stage stage;
  expect(stage,
         "x = create(#1); x.name = \"thing\"; move(x, #3); recycle(create(#1));"
         "add_property(x, \"p\", {1.5, \"a\", E_PERM, [1 -> 'b], b\"aGk=\", #-1}, {#3, \"rw\"});"
         "add_verb(x, {#2, \"rxd\", \"go*\"}, {\"any\", \"in\", \"this\"});"
         "set_verb_code(x, \"go\", {\"return 1;\", \"return 2;\"}); 1 / 0;",
         "E_DIV: Division by zero");  // An error does not undo.
  auto again = World::load(stage.store);
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(dump(*again), dump(stage.world));
  EXPECT_EQ(again->create(ObjId{1}, ObjId{2}), ObjId{7});
}

TEST(WorldTest, WhatCannotBeStoredDidNotHappen) {
  Stage stage;
  stage.store.broken = true;
  auto const outcome = stage.eval("notify(#2, \"x\"); #4.name = \"y\"; return 1;");
  EXPECT_EQ(text_of(outcome), "E_QUOTA: not stored: the store is broken");
  EXPECT_TRUE(stage.effects.empty());
  EXPECT_EQ(stage.world.find(ObjId{4})->name, "Room");
}

TEST(WorldTest, ADamagedRecordIsNamed) {
  for (auto const* record : {"{#5}", "nonsense", "{#5, \"\", #1, #1, #1, 0, {{1}}, {}}"}) {
    MemoryStore store;
    small_world(store);
    (void)store.commit({{"world/object/5", bytes_of(record)}});
    auto const world = World::load(store);
    ASSERT_FALSE(world.has_value()) << record;
    EXPECT_NE(world.error().message.find("record"), std::string::npos);
  }
}

TEST(Commands, WordsAreSplitAtBlanksOutsideOfQuotes) {
  EXPECT_EQ(split_words("a  b\t c"), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(split_words("say \"two words\" x\"y z\"w"),
            (std::vector<std::string>{"say", "two words", "xy zw"}));
  EXPECT_EQ(split_words("a\\ b \\\" \"\""), (std::vector<std::string>{"a b", "\"", ""}));
}

TEST(Commands, ObjectsArePrepositionsAreVerbsAreFound) {
  Stage stage;
  stage.eval(
      "x = create(#1); x.name = \"box\"; move(x, #4); y = create(#1); y.name = \"boot\"; move(y, "
      "#2);");
  auto const parsed = parse_command(stage.world, ObjId{2}, "put boot in front of  box");
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->dobjstr, "boot");
  EXPECT_EQ(parsed->prepstr, "in front of");
  EXPECT_EQ(parsed->iobjstr, "box");
  EXPECT_EQ(parsed->dobj, object(6));
  EXPECT_EQ(parsed->iobj, object(5));
  EXPECT_EQ(match_object(stage.world, ObjId{2}, "bo"), object(-2));
  EXPECT_EQ(match_object(stage.world, ObjId{2}, "ME"), object(2));
  EXPECT_EQ(match_object(stage.world, ObjId{2}, "here"), object(4));
  EXPECT_EQ(match_object(stage.world, ObjId{2}, "#5"), object(5));
  EXPECT_EQ(match_object(stage.world, ObjId{2}, "#77"), object(-3));
  EXPECT_EQ(match_object(stage.world, ObjId{2}, "zzz"), object(-3));
  EXPECT_EQ(match_object(stage.world, ObjId{2}, ""), object(-1));
}

TEST(Commands, RunTheVerbThatFits) {
  Stage stage;
  stage.eval(
      "x = create(#1); x.name = \"box\"; move(x, #4);"
      "add_verb(x, {#2, \"rxd\", \"put\"}, {\"any\", \"in\", \"this\"});"
      "set_verb_code(x, 1, {\"return {this, verb, args, argstr, dobjstr, prepstr, iobj, caller, "
      "player};\"});");
  EXPECT_EQ(
      text_of(stage.command("PUT cat in BOX", 3)),
      "=> {#5, \"PUT\", {\"cat\", \"in\", \"BOX\"}, \"cat in BOX\", \"cat\", \"in\", #5, #3, #3}");
  EXPECT_EQ(text_of(stage.command("put cat on box")), "no command 2");
  EXPECT_EQ(text_of(stage.command("  ")), "no command 0");
  stage.eval(
      "add_verb(#4, {#2, \"rxd\", \"huh\"}, {\"any\", \"any\", \"any\"}); "
      "set_verb_code(#4, \"huh\", {\"return {\\\"huh\\\", verb, argstr};\"});");
  EXPECT_EQ(text_of(stage.command("xyzzy now")), "=> {\"huh\", \"xyzzy\", \"now\"}");
}

TEST(Commands, DoCommandComesFirst) {
  Stage stage;
  stage.eval(
      "add_verb(#0, {#2, \"rxd\", \"do_command\"}, {\"this\", \"none\", \"this\"}); "
      "set_verb_code(#0, 1, {\"suspend(1); return args[1] == \\\"mine\\\" && {this, args, "
      "argstr};\"});");
  auto task = Task::command(9, ObjId{2}, object(0), "mine \"a b\"");
  EXPECT_EQ(text_of(stage.step(task)), "sleeps 1");
  auto restored = Task::restore(*task.save());
  ASSERT_TRUE(restored.has_value()) << restored.error().message;
  restored->resume(Var(0));
  EXPECT_EQ(text_of(stage.step(*restored)), "=> {#0, {\"mine\", \"a b\"}, \"mine \\\"a b\\\"\"}");
  auto other = Task::command(9, ObjId{2}, object(0), "other");
  stage.step(other);
  auto again = *Task::restore(*other.save());
  again.resume(Var(0));
  EXPECT_EQ(text_of(stage.step(again)), "no command 2");
}

}  // namespace
}  // namespace drydock::moo
