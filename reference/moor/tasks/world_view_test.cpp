#include <gtest/gtest.h>

#include "reference/moor/tasks/test_desk.hpp"

namespace drydock::moor::tasks {
namespace {

ObjectRef by_id(int id) { return ObjectRefId{ObjId{id}}; }

RpcMessageErrorCode code_of(TaskStage const& stage, std::uint64_t number) {
  return stage.refused(number).error_code;
}

TEST(WorldView, RetrievesPropertiesAndVerbs) {
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const seen = stage.get<PropertyValue>(
      client, Retrieve{{}, by_id(10), EntityType::property, {"DESCRIPTION"}});
  EXPECT_EQ(seen.value, Var("A hall with a door to the north and stairs that lead down."));
  EXPECT_EQ(seen.prop_info.definer, Obj(ObjId{1}));
  EXPECT_EQ(seen.prop_info.location, Obj(ObjId{10}));
  EXPECT_TRUE(seen.prop_info.r);
  EXPECT_TRUE(seen.prop_info.chown);
  auto const name =
      stage.get<PropertyValue>(client, Retrieve{{}, by_id(10), EntityType::property, {"name"}});
  EXPECT_EQ(name.value, Var("Hall"));
  auto const verb =
      stage.get<VerbValue>(client, Retrieve{{}, by_id(10), EntityType::verb, {"describe"}});
  EXPECT_EQ(verb.verb_info.location, Obj(ObjId{4}));
  EXPECT_EQ(verb.code.at(0), "lines = pass();");
  auto const look = stage.get<VerbValue>(client, Retrieve{{}, by_id(3), EntityType::verb, {"loo"}});
  EXPECT_EQ(look.verb_info.names, std::vector<Symbol>{{"l*ook"}});
  EXPECT_EQ(look.verb_info.arg_spec, (std::vector<Symbol>{{"any"}, {"any"}, {"any"}}));
}

TEST(WorldView, ListsVerbsAndPropertiesOfAncestorsToo) {
  TaskStage stage;
  auto const client = stage.connect(wizard);
  EXPECT_TRUE(stage.get<VerbsReply>(client, Verbs{{}, by_id(10), false}).verbs.empty());
  auto const verbs = stage.get<VerbsReply>(client, Verbs{{}, by_id(10), true}).verbs;
  EXPECT_EQ(verbs.at(0).location, Obj(ObjId{4}));
  EXPECT_EQ(verbs.back().location, Obj(ObjId{1}));
  auto const properties =
      stage.get<PropertiesReply>(client, Properties{{}, by_id(10), true}).properties;
  ASSERT_EQ(properties.size(), 3U);
  EXPECT_EQ(properties[0].name, Symbol{"exits"});
}

TEST(WorldView, RefusesWhatIsNotThereOrNotToBeSeen) {  // DC-51
  TaskStage stage;
  auto const client = stage.connect(bob);
  auto const code = RpcMessageErrorCode::entity_retrieval_error;
  EXPECT_EQ(code_of(stage, stage.ask(client, Verbs{{}, by_id(999), false})), code);
  EXPECT_EQ(code_of(stage, stage.ask(client, Properties{{}, by_id(10), false})), code);
  EXPECT_EQ(code_of(stage, stage.ask(client, Retrieve{{}, by_id(10), EntityType::verb, {"no"}})),
            code);
  auto const secret =
      stage.ask(client, Retrieve{{}, by_id(alice), EntityType::property, {"password"}});
  EXPECT_EQ(stage.refused(secret).message, "error requesting property");
  auto const updated = stage.ask(client, UpdateProperty{{}, by_id(10), {"description"}, "mine"});
  EXPECT_EQ(stage.refused(updated).message, "error updating property");
}

TEST(WorldView, ResolvesPathsNumbersAndWords) {  // DC-52
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const resolve = [&](ObjectRef ref) {
    return to_literal(stage.get<ResolveResult>(client, Resolve{{}, std::move(ref)}).result);
  };
  EXPECT_EQ(resolve(ObjectRefSysObj{{{"root"}}}), "#1");
  EXPECT_EQ(resolve(by_id(10)), "#10");
  EXPECT_EQ(resolve(ObjectRefMatch{"lamp"}), "#11");
  EXPECT_EQ(resolve(ObjectRefMatch{"here"}), "#10");
  EXPECT_EQ(resolve(by_id(999)).substr(0, 8), "E_INVIND");
  EXPECT_EQ(resolve(ObjectRefSysObj{{{"nowhere"}}}).substr(0, 8), "E_INVIND");
}

TEST(WorldView, OfSystemPropertiesIsOpenToAll) {  // DC-52
  TaskStage stage;
  auto const ask = [&](char const* name) {
    return stage.get<SysPropValue>(Uuid{}, RequestSysProp{{}, by_id(0), {name}}).value;
  };
  EXPECT_EQ(ask("room"), std::optional<Var>(Obj(ObjId{4})));
  EXPECT_EQ(ask("nothing"), std::nullopt);
}

TEST(WorldView, ListsTheObjectsThatOneMaySee) {
  TaskStage stage;
  auto const objects = stage.get<ListObjectsReply>(stage.connect(wizard), ListObjects{}).objects;
  ASSERT_EQ(objects.size(), 12U);
  EXPECT_EQ(objects[0].flags, 16);
  EXPECT_EQ(objects[2].flags, 7);
  auto const few = stage.get<ListObjectsReply>(stage.connect(bob), ListObjects{}).objects;
  EXPECT_LT(few.size(), objects.size());
}

TEST(WorldView, UpdatesProperties) {  // DC-50
  TaskStage stage;
  auto const client = stage.connect(wizard);
  stage.get<PropertyUpdated>(client, UpdateProperty{{}, by_id(11), {"Description"}, "dark"});
  EXPECT_EQ(stage.eval(client, "return #11.description;"), "\"dark\"");
  auto const none =
      stage.refused(stage.ask(client, UpdateProperty{{}, by_id(11), {"description"}, Var{None{}}}));
  EXPECT_EQ(none.error_code, RpcMessageErrorCode::invalid_request);
  EXPECT_EQ(none.message, "Property values cannot be TYPE_NONE");
  stage.restart();
  EXPECT_EQ(stage.eval(client, "return #11.description;"), "\"dark\"");
}

TEST(WorldView, ProgramsVerbs) {  // DC-44
  TaskStage stage;
  auto const client = stage.connect(alice);
  auto const program = [&](int object, char const* verb, std::vector<std::string> code) {
    return stage.ask(client, Program{{}, {}, by_id(object), {verb}, std::move(code)});
  };
  auto const done = program(alice, "programmable", {"x = 1;", "return x;"});
  EXPECT_EQ(stage.accepted<VerbProgramResponseReply>(done).response,
            VerbProgramResponse(VerbProgramSuccess{Obj(ObjId{alice}), "programmable"}));
  EXPECT_EQ(stage.eval(client, "return #12:programmable();"), "1");
  auto const error_of = [&](std::uint64_t number) {
    auto const reply = stage.accepted<VerbProgramResponseReply>(number);
    return std::get<VerbProgramFailure>(reply.response).error;
  };
  EXPECT_EQ(error_of(program(alice, "no", {})), VerbProgramError(NoVerbToProgram{}));
  EXPECT_EQ(error_of(program(3, "programmable", {})), VerbProgramError(VerbPermissionDenied{}));
  auto const wrong = error_of(program(alice, "programmable", {"x = 1;", "y = ;"}));
  auto const& compilation = std::get<VerbCompilationError>(wrong).error;
  EXPECT_EQ(std::get<ParseError>(compilation).error_position, (CompileContext{2, 5}));
  EXPECT_EQ(stage.refused(program(999, "x", {})).scheduler_error,
            SchedulerError(CommandExecutionError{NoObjectMatch{}}));
}

TEST(WorldBatch, GivesAResultForEachActionUnderItsId) {  // DC-53
  TaskStage stage;
  auto const client = stage.connect(wizard);
  EXPECT_TRUE(stage.get<BatchWorldStateReply>(client, BatchWorldState{}).results.empty());
  BatchWorldState batch;
  batch.actions = {{"a", WsRequestProperty{by_id(10), {"name"}}},
                   {"a", WsRequestProperties{by_id(10), true}},
                   {"", WsRequestSystemProperty{by_id(0), {"room"}}},
                   {"v", WsRequestVerbs{by_id(4), false}},
                   {"c", WsRequestVerbCode{by_id(4), {"describe"}}},
                   {"r", WsResolveObject{ObjectRefMatch{"nobody at all"}}},
                   {"l", WsListObjects{}},
                   {"all", WsRequestAllObjects{}},
                   {"u", WsUpdateProperty{by_id(11), {"description"}, "dim"}},
                   {"p", WsProgramVerb{by_id(3), {"programmable"}, {"return 9;"}}},
                   {"f", WsGetObjectFlags{ObjId{2}}},
                   {"g", WsGetObjectFlags{ObjId{999}}},
                   {"q", WsQueryObjects{ObjId{4}, {}, {}, 0, 0}},
                   {"w", WsQueryObjects{{}, {}, {}, 4, 0}}};
  auto const results = stage.get<BatchWorldStateReply>(client, batch).results;
  ASSERT_EQ(results.size(), batch.actions.size());
  for (std::size_t i = 0; i < results.size(); ++i) EXPECT_EQ(results[i].id, batch.actions[i].id);
  EXPECT_EQ(std::get<WsPropertyResult>(results[0].result).value, Var("Hall"));
  EXPECT_EQ(std::get<WsSystemPropertyResult>(results[2].result).value, Var(Obj(ObjId{4})));
  EXPECT_EQ(std::get<WsObjectFlagsResult>(results[10].result).flags, 7);
  EXPECT_EQ(std::get<WsObjectFlagsResult>(results[11].result).flags, 0);
  EXPECT_EQ(std::get<WsQueryObjectsResult>(results[12].result).objects,
            (std::vector<Obj>{ObjId{6}, ObjId{7}, ObjId{10}}));
  EXPECT_EQ(std::get<WsQueryObjectsResult>(results[13].result).objects, std::vector<Obj>{ObjId{2}});
  EXPECT_EQ(stage.eval(client, "return {#11.description, #3:programmable()};"), "{\"dim\", 9}");
}

TEST(WorldBatch, LeavesNoTraceIfItFailsOrRollsBack) {  // DC-54, DC-55
  TaskStage stage;
  auto const client = stage.connect(wizard);
  BatchWorldState batch;
  batch.actions = {{"u", WsUpdateProperty{by_id(11), {"description"}, "dim"}},
                   {"p", WsRequestProperty{by_id(11), {"description"}}}};
  batch.rollback = true;
  auto const seen = stage.get<BatchWorldStateReply>(client, batch).results.at(1);
  EXPECT_EQ(std::get<WsPropertyResult>(seen.result).value, Var("dim"));
  EXPECT_EQ(stage.eval(client, "return #11.description;"), "\"It is lit.\"");
  batch.rollback = false;
  batch.actions.push_back({"x", WsRequestProperty{by_id(11), {"no"}}});
  auto const error = stage.refused(stage.ask(client, batch));
  EXPECT_EQ(error.error_code, RpcMessageErrorCode::task_error);
  EXPECT_TRUE(std::holds_alternative<PropertyRetrievalFailed>(*error.scheduler_error));
  EXPECT_EQ(stage.eval(client, "return #11.description;"), "\"It is lit.\"");
}

}  // namespace
}  // namespace drydock::moor::tasks
