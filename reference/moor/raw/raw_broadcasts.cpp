#include "reference/moor/raw/raw_broadcasts.hpp"

#include <optional>
#include <vector>

#include "reference/moor/raw/raw_table.hpp"
#include "schema/moor/worker_generated.h"

namespace drydock::moor::raw {
namespace {

constexpr auto request_tag =
    static_cast<std::uint8_t>(MoorRpc::DaemonToWorkerMessageUnion::WorkerRequest);
constexpr auto object_tag = static_cast<std::uint8_t>(MoorCommon::ObjUnion::ObjId);
constexpr auto lambda_tag = static_cast<std::uint8_t>(MoorVar::VarUnion::VarLambda);

Bytes finish_request(FlatBufferBuilder& builder, std::optional<Table> worker, Uuid const& request,
                     std::vector<Table> const& arguments) {
  auto const vector = builder.CreateVector(arguments.data(), arguments.size());
  Table const perms = tagged(builder, object_tag, table(builder, {}));
  Table const id = bytes_table(builder, ByteView{request.bytes});
  Table const body = table(builder, {{0, worker}, {1, id}, {2, perms}, {3, vector.Union()}});
  return finish(builder, tagged(builder, request_tag, body));
}

/// `{} => 0` or the like: a program of nothing, with everything that the schema requires.
Table lambda(FlatBufferBuilder& builder) {
  using namespace MoorProgram;
  // All these vectors are empty, whatever they are of.
  auto const none = builder.CreateVector(std::vector<Table>{}).o;
  auto const no_words = builder.CreateVector(std::vector<std::uint16_t>{});
  auto const params = CreateStoredScatterArgs(builder, none);
  auto const names = CreateStoredNames(builder, 0, none);
  auto const program =
      CreateStoredMooRProgram(builder, 1, 0, no_words, none, none, none, names, none, none, none,
                              none, none, none, none, none, none);
  auto const body =
      CreateStoredProgram(builder, StoredProgramLanguage::StoredMooRProgram, program.Union());
  return MoorVar::CreateVarLambda(builder, params, body, none).Union();
}

}  // namespace

Bytes request_with_lambda(Uuid const& worker, Uuid const& request) {
  FlatBufferBuilder builder;
  Table const argument = tagged(builder, lambda_tag, lambda(builder));
  return finish_request(builder, bytes_table(builder, ByteView{worker.bytes}), request, {argument});
}

Bytes request_with_variant(Uuid const& worker, Uuid const& request, std::uint8_t tag) {
  FlatBufferBuilder builder;
  Table const argument = tagged(builder, tag, table(builder, {}));
  return finish_request(builder, bytes_table(builder, ByteView{worker.bytes}), request, {argument});
}

Bytes request_with_nesting(Uuid const& worker, Uuid const& request, std::size_t depth) {
  FlatBufferBuilder builder;
  std::vector<Table> elements;
  for (std::size_t level = 0; level < depth; ++level) {
    elements = {list_value(builder, elements)};
  }
  return finish_request(builder, bytes_table(builder, ByteView{worker.bytes}), request, elements);
}

Bytes request_without_worker(Uuid const& request) {
  FlatBufferBuilder builder;
  return finish_request(builder, std::nullopt, request, {});
}

Bytes request_to(ByteView worker_id, Uuid const& request) {
  FlatBufferBuilder builder;
  return finish_request(builder, bytes_table(builder, worker_id), request, {});
}

}  // namespace drydock::moor::raw
