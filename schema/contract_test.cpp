#include "schema/contract.hpp"

#include <flatbuffers/idl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace schema {
namespace {

using testing::ElementsAreArray;
using testing::IsEmpty;

std::filesystem::path const schema_folder{DRYDOCK_SCHEMA_FOLDER};

std::string text_of(std::filesystem::path const& path) {
  std::ifstream file{path, std::ios::binary};
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>{file}, {}};
}

Contract facts() {
  std::ifstream rows{schema_folder / "facts" / "moor-schema.tsv"};
  return read_facts(rows).value();
}

/// What moor.fbs in `folder` and its includes hold.
Contract compile(std::filesystem::path const& folder) {
  auto const path = folder.string();
  char const* include_paths[] = {path.c_str(), nullptr};
  flatbuffers::Parser parser;
  auto const text = text_of(folder / "moor.fbs");
  EXPECT_TRUE(parser.Parse(text.c_str(), include_paths)) << parser.error_;
  parser.Serialize();
  return read_schema({parser.builder_.GetBufferPointer(), parser.builder_.GetSize()}).value();
}

TEST(Contract, TheCompiledSchemaIsWhatTheFactsSay) {
  auto const bfbs = text_of(DRYDOCK_MOOR_BFBS);
  auto const schema =
      read_schema({reinterpret_cast<std::uint8_t const*>(bfbs.data()), bfbs.size()});
  ASSERT_TRUE(schema) << schema.error();
  EXPECT_THAT(differences(facts(), *schema), IsEmpty());
}

using Counts = std::map<std::string, std::size_t>;

TEST(Contract, TheFactsAreRead) {
  Counts kinds;
  for (auto const& [name, definition] : facts()) ++kinds[definition.kind];
  EXPECT_EQ(kinds, (Counts{{"enum", 8}, {"table", 318}, {"union", 31}}));
}

/// One change of one schema file, and what the comparison makes of it.
struct Alteration {
  std::string name, file, from, to;
  std::vector<std::string> differences;
};

std::ostream& operator<<(std::ostream& out, Alteration const& one) { return out << one.name; }

class Altered : public testing::TestWithParam<Alteration> {
 protected:
  Altered()
      : folder_{testing::TempDir() +
                fmt::format("contract_test_{}_{}", GetParam().name, getpid())} {
    std::filesystem::copy(schema_folder / "moor", folder_);
  }
  ~Altered() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path const folder_;
};

TEST_P(Altered, EachDifferenceIsNamedAndNoOther) {
  auto const& [name, file, from, to, expected] = GetParam();
  auto text = text_of(folder_ / file);
  auto const at = text.find(from);
  ASSERT_NE(at, text.npos) << from;
  ASSERT_EQ(text.find(from, at + 1), text.npos) << from << " is there twice";
  std::ofstream{folder_ / file} << text.replace(at, from.size(), to);
  EXPECT_THAT(differences(facts(), compile(folder_)), ElementsAreArray(expected));
}

std::vector<Alteration> const alterations{
    {"Nothing", "worker.fbs", "table WorkerAck {}", "table WorkerAck {}", {}},
    {"RequiredRemoved",
     "session.fbs",
     "table ClientToken { token: string (required); }",
     "table ClientToken { token: string; }",
     {"MoorRpc.ClientToken.token: required in the facts, optional in the schema"}},
    {"RequiredAdded",
     "worker.fbs",
     "reason: string; }",
     "reason: string (required); }",
     {"MoorRpc.WorkerRejected.reason: optional in the facts, required in the schema"}},
    {"FieldMoved",
     "object.fbs",
     "table ObjId { id: int; }",
     "table ObjId { new: int; id: int; }",
     {"MoorCommon.ObjId.id: id 0 in the facts, id 1 in the schema",
      "MoorCommon.ObjId.new: absent in the facts, id 0 in the schema"}},
    {"FieldsSwapped",
     "narrative.fbs",
     "  no_flush: bool;\n  no_newline: bool;",
     "  no_newline: bool;\n  no_flush: bool;",
     {"MoorCommon.NotifyEvent.no_flush: id 2 in the facts, id 3 in the schema",
      "MoorCommon.NotifyEvent.no_newline: id 3 in the facts, id 2 in the schema"}},
    {"FieldAppended",
     "enrollment.fbs",
     "  service_id: string;",
     "  service_id: string;  why: string;",
     {"MoorRpc.EnrollmentRequest.why: absent in the facts, id 6 in the schema"}},
    {"FieldRemoved",
     "worker.fbs",
     "  timeout_ms: ulong;",
     "",
     {"MoorRpc.WorkerRequest.timeout_ms: id 4 in the facts, absent in the schema"}},
    {"TypeChanged",
     "object.fbs",
     "id: int;",
     "id: long;",
     {"MoorCommon.ObjId.id: type Int in the facts, type Long in the schema"}},
    {"ElementChanged",
     "world.fbs",
     "symbols: [Symbol]",
     "symbols: [string]",
     {"MoorCommon.ObjectRefSysObj.symbols: type [MoorCommon.Symbol] in the facts, "
      "type [String] in the schema"}},
    {"DefaultChanged",
     "worker.fbs",
     "timeout_ms: ulong;",
     "timeout_ms: ulong = 30000;",
     {"MoorRpc.WorkerRequest.timeout_ms: default 0 in the facts, default 30000 in the schema"}},
    {"DefaultTakenAway",
     "value.fbs",
     "table VarFloat { value: double; }",
     "table VarFloat { value: double = null; }",
     {"MoorVar.VarFloat.value: default 0 in the facts, default null in the schema"}},
    {"UnionMembersSwapped",
     "rpc.fbs",
     "{ HostToDaemonMsg, HostClientToDaemonMsg }",
     "{ HostClientToDaemonMsg, HostToDaemonMsg }",
     {"MoorRpc.MessageTypeUnion.HostClientToDaemonMsg: tag 2 in the facts, tag 1 in the schema",
      "MoorRpc.MessageTypeUnion.HostToDaemonMsg: tag 1 in the facts, tag 2 in the schema"}},
    {"UnionMemberOfAnotherTable",
     "rpc.fbs",
     "{ HostToDaemonMsg, HostClientToDaemonMsg }",
     "{ HostToDaemonMsg, HostClientToDaemonMsg: HostToDaemonMsg }",
     {"MoorRpc.MessageTypeUnion.HostClientToDaemonMsg: type MoorRpc.HostClientToDaemonMsg in the "
      "facts, type MoorRpc.HostToDaemonMsg in the schema"}},
    {"EnumValueChanged",
     "value.fbs",
     "ErrCustom = 255",
     "ErrCustom = 254",
     {"MoorCommon.ErrorCode.ErrCustom: value 255 in the facts, value 254 in the schema"}},
    {"EnumeratorRenamed",
     "session.fbs",
     "TCP, WebSocket",
     "TCP, Websocket",
     {"MoorRpc.HostType.WebSocket: value 1 in the facts, absent in the schema",
      "MoorRpc.HostType.Websocket: absent in the facts, value 1 in the schema"}},
    {"TableRemoved",
     "unused.fbs",
     "table PrepSpec { value: short; }",
     "",
     {"MoorCommon.PrepSpec: table in the facts, absent in the schema"}},
    {"TableAdded",
     "worker.fbs",
     "table WorkerAck {}",
     "table WorkerAck {}\ntable WorkerNod {}",
     {"MoorRpc.WorkerNod: absent in the facts, table in the schema"}},
    {"TableMadeAStruct",
     "unused.fbs",
     "table PrepSpec {",
     "struct PrepSpec {",
     {"MoorCommon.PrepSpec: table in the facts, struct in the schema"}},
};

INSTANTIATE_TEST_SUITE_P(Contract, Altered, testing::ValuesIn(alterations),
                         [](auto const& instance) { return instance.param.name; });

TEST(ReadFacts, ARowThatIsNoneIsQuoted) {
  for (std::string const row :
       {"table\tMoorRpc.A\t0\tb", "table\tMoorRpc.A\tx\tb\tString\t\t0",
        "table\tMoorRpc.A\t\tb\tString\t\t0", "table\tMoorRpc.A\t0\tb\tString\tmaybe\t0", "",
        "a\tb\t\t\t\t\t\t"}) {
    std::istringstream rows{"# comment\n" + row + "\n"};
    auto const read = read_facts(rows);
    ASSERT_FALSE(read) << row;
    EXPECT_EQ(read.error(), "row 2: '" + row + "'");
  }
}

TEST(ReadFacts, AMemberStatedTwiceIsQuoted) {
  std::string const row = "table\tMoorRpc.A\t0\tb\tString\t\t0";
  std::istringstream rows{row + "\n" + row + "\n"};
  EXPECT_EQ(read_facts(rows).error(), "row 2: '" + row + "'");
}

TEST(ReadSchema, OtherBytesAreRefused) {
  std::vector<std::uint8_t> const bytes(64, 0xff);
  EXPECT_EQ(read_schema(bytes).error(), "not a binary schema");
}

}  // namespace
}  // namespace schema
