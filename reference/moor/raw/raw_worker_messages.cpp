#include "reference/moor/raw/raw_worker_messages.hpp"

#include <vector>

#include "reference/moor/raw/raw_table.hpp"
#include "schema/moor/worker_generated.h"

namespace drydock::moor::raw {
namespace {

using Union = MoorRpc::WorkerToDaemonMessageUnion;

constexpr auto int_tag = static_cast<std::uint8_t>(MoorVar::VarUnion::VarInt);

Bytes finish_message(FlatBufferBuilder& builder, Union kind, Table body) {
  return finish(builder, tagged(builder, static_cast<std::uint8_t>(kind), body));
}

std::optional<Table> maybe_id(FlatBufferBuilder& builder, MaybeBytes id) {
  if (!id) return std::nullopt;
  return bytes_table(builder, *id);
}

std::optional<Table> maybe_text(FlatBufferBuilder& builder, std::optional<std::string_view> words) {
  if (!words) return std::nullopt;
  return text(builder, *words);
}

Bytes typed(Union kind, MaybeBytes worker_id, std::optional<std::string_view> type) {
  FlatBufferBuilder builder;
  auto const id = maybe_id(builder, worker_id);
  std::optional<Table> symbol;
  if (type) symbol = text_table(builder, *type);
  return finish_message(builder, kind, table(builder, {{0, id}, {1, symbol}}));
}

Bytes finish_answer(FlatBufferBuilder& builder, Union kind, Uuid const& worker,
                    MaybeBytes request_id, std::optional<Table> outcome) {
  auto const id = bytes_table(builder, ByteView{worker.bytes});
  auto const request = maybe_id(builder, request_id);
  return finish_message(builder, kind, table(builder, {{0, id}, {1, request}, {2, outcome}}));
}

Bytes result_of(FlatBufferBuilder& builder, Uuid const& worker, Uuid const& request, Table value) {
  return finish_answer(builder, Union::RequestResult, worker, ByteView{request.bytes}, value);
}

}  // namespace

Bytes raw_attach(MaybeBytes worker_id, std::optional<std::string_view> type) {
  return typed(Union::AttachWorker, worker_id, type);
}

Bytes raw_pong(MaybeBytes worker_id, std::optional<std::string_view> type) {
  return typed(Union::WorkerPong, worker_id, type);
}

Bytes raw_result(Uuid const& worker, MaybeBytes request_id, std::optional<std::uint8_t> variant) {
  FlatBufferBuilder builder;
  Table const value = tagged(builder, variant.value_or(int_tag), table(builder, {}));
  return finish_answer(builder, Union::RequestResult, worker, request_id, value);
}

Bytes result_without_value(Uuid const& worker, Uuid const& request) {
  FlatBufferBuilder builder;
  return finish_answer(builder, Union::RequestResult, worker, ByteView{request.bytes},
                       std::nullopt);
}

Bytes result_with_nesting(Uuid const& worker, Uuid const& request, std::size_t depth) {
  FlatBufferBuilder builder;
  Table value = list_value(builder, {});
  for (std::size_t level = 1; level < depth; ++level) value = list_value(builder, {value});
  return result_of(builder, worker, request, value);
}

Bytes result_with_sharing(Uuid const& worker, Uuid const& request, std::size_t levels) {
  FlatBufferBuilder builder;
  Table value = list_value(builder, {});
  for (std::size_t level = 1; level < levels; ++level) value = list_value(builder, {value, value});
  return result_of(builder, worker, request, value);
}

Bytes raw_error(Uuid const& worker, MaybeBytes request_id, std::optional<std::uint8_t> tag) {
  FlatBufferBuilder builder;
  std::optional<Table> error;
  if (tag) error = tagged(builder, *tag, table(builder, {}));
  return finish_answer(builder, Union::RequestError, worker, request_id, error);
}

Bytes raw_enrollment(std::optional<std::string_view> token, std::optional<std::string_view> key,
                     std::optional<std::string_view> service_type,
                     std::optional<std::string_view> hostname) {
  FlatBufferBuilder builder;
  auto const token_text = maybe_text(builder, token);
  auto const key_text = maybe_text(builder, key);
  auto const type_text = maybe_text(builder, service_type);
  auto const host_text = maybe_text(builder, hostname);
  return finish(builder,
                table(builder, {{0, token_text}, {1, key_text}, {2, type_text}, {3, host_text}}));
}

}  // namespace drydock::moor::raw
