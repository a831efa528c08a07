#include "program/message_json.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "reference/moor/codec/var_text.hpp"

namespace drydock::program {
namespace {

using namespace moor;

Uuid const worker = *Uuid::parse("00112233-4455-6677-8899-aabbccddeeff");
Uuid const request = *Uuid::parse("ffeeddcc-bbaa-9988-7766-554433221100");

std::string json_of_value(Var const& value) {
  auto const json = json_of(caller::Outcome{value});
  constexpr std::string_view front = "{\"value\":";
  return json.substr(front.size(), json.rfind(",\"literal\":") - front.size());
}

TEST(MessageJson, AValueIsWhatJsonHasForIt) {
  EXPECT_EQ(json_of_value(None{}), "null");
  EXPECT_EQ(json_of_value(true), "true");
  EXPECT_EQ(json_of_value(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(json_of_value(1.5), "1.5");
  EXPECT_EQ(json_of_value("a\"\n"), R"("a\"\n")");
  EXPECT_EQ(json_of_value(list_of({1, list_of({})})), "[1,[]]");
}

TEST(MessageJson, AnyOtherValueSaysWhatItIs) {
  EXPECT_EQ(json_of_value(Obj{ObjId{3}}), R"({"obj":"#3"})");
  EXPECT_EQ(json_of_value(Symbol{"x"}), R"({"symbol":"x"})");
  EXPECT_EQ(json_of_value(Binary{{0x68, 0x69}}), R"({"binary":"6869"})");
  EXPECT_EQ(json_of_value(Map{{{1, "one"}}}), R"({"map":[[1,"one"]]})");
  EXPECT_EQ(json_of_value(Lambda{}), R"({"lambda":null})");
  EXPECT_EQ(json_of_value(std::numeric_limits<double>::infinity()), R"({"float":"inf"})");
  EXPECT_EQ(json_of_value(std::numeric_limits<double>::quiet_NaN()), R"({"float":"nan"})");
  EXPECT_EQ(json_of_value(ErrorValue{ErrorCode::e_perm, "no", std::make_shared<Var>(5), {}}),
            R"({"error":{"code":"E_PERM","message":"no","value":5}})");
  EXPECT_EQ(json_of_value(Flyweight{ObjId{1}, {{Symbol{"a"}, 2}}, List{{3}}}),
            R"({"flyweight":{"delegate":"#1","slots":[["a",2]],"contents":[3]}})");
}

TEST(MessageJson, AnErrorIsWhatMooCodeSeesAndItsKind) {
  EXPECT_EQ(json_of(caller::Outcome{WorkerError{NoWorkerAvailable{Symbol{"x"}}}}),
            R"({"error":{"raised":"E_TYPE","message":"No worker available for x",)"
            R"("kind":"NoWorkerAvailable"}})");
  EXPECT_EQ(json_of(caller::Outcome{caller::Unanswered{"gone"}}), R"({"unanswered":"gone"})");
}

TEST(MessageJson, AMessageHasItsSchemasNames) {
  EXPECT_EQ(json_of("DaemonToWorkerMessage",
                    DaemonToWorkerMessage{WorkerRequest{worker, request, ObjId{2}, {1, "a"}, 500}}),
            R"({"root":"DaemonToWorkerMessage","valid":true,"message":{"message":{"WorkerRequest":)"
            R"({"worker_id":"00112233-4455-6677-8899-aabbccddeeff",)"
            R"("id":"ffeeddcc-bbaa-9988-7766-554433221100","perms":"#2","request":[1,"a"],)"
            R"("timeout_ms":500}}}})");
  EXPECT_EQ(
      json_of("DaemonToWorkerReply", DaemonToWorkerReply{WorkerRejected{}}),
      R"({"root":"DaemonToWorkerReply","valid":true,"message":{"reply":{"WorkerRejected":{}}}})");
}

TEST(MessageJson, ATokenIsNotRepeated) {
  auto const json = json_of("WorkerToDaemonMessage",
                            WorkerToDaemonMessage{DetachWorker{worker}, std::string("v4.secret")});
  EXPECT_EQ(json.find("secret"), std::string::npos);
  EXPECT_NE(json.find("\"token_bytes\":9"), std::string::npos) << json;
}

TEST(MessageJson, ABrokenBufferHasItsPlace) {
  EXPECT_EQ(
      json_of("CallerReply", DecodeError{DecodeError::Stage::field, "outcome", 12, "required"}),
      R"({"root":"CallerReply","valid":false,"path":"outcome","offset":12,"rule":"required"})");
}

}  // namespace
}  // namespace drydock::program
