#include <algorithm>
#include <initializer_list>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/opening.hpp"
#include "reference/moor/codec/quick_read.hpp"

namespace drydock::moor {
namespace {

std::optional<Uuid> uuid_in(RawBuffer const& raw, RawTable const& message, unsigned slot) {
  auto const field = raw.field(message, slot);
  if (!field) return std::nullopt;
  auto const uuid = raw.follow(*field).and_then([&](std::size_t at) { return raw.table(at); });
  if (!uuid) return std::nullopt;
  auto const data_field = raw.field(*uuid, 0);
  if (!data_field) return std::nullopt;
  auto const data =
      raw.follow(*data_field).and_then([&](std::size_t at) { return raw.vector(at, 1); });
  Uuid out;
  if (!data || data->size() != out.bytes.size()) return std::nullopt;
  std::copy(data->begin(), data->end(), out.bytes.begin());
  return out;
}

/// Whether that much is good, or the member is none of those that have ids; `out` has them then, or
/// nothing.
bool peek_quickly(ByteView buffer, Limits const& limits, std::initializer_list<std::uint8_t> tags,
                  std::optional<RequestIds>& out) {
  QuickRead const from(buffer, limits);
  QuickRead::Fields root;
  QuickRead::Fields member;
  std::uint8_t tag = 0;
  if (!from.root(root) || !from.number(root, 0, tag)) return false;
  if (std::find(tags.begin(), tags.end(), tag) == tags.end()) return true;
  auto& [worker_id, request_id] = out.emplace();
  return from.table(from.at(root, 1), member) && from.uuid(from.at(member, 0), worker_id) &&
         from.uuid(from.at(member, 1), request_id);
}

/// All messages that have both ids have the worker's in slot 0 and the request's in slot 1.
std::optional<RequestIds> peek(ByteView buffer, Limits const& limits, RootUnion root_union,
                               std::initializer_list<std::uint8_t> tags) {
  std::optional<RequestIds> ids;
  if (peek_quickly(buffer, limits, tags, ids)) return ids;
  auto const opened = open_union(buffer, root_union, limits);
  if (!opened || std::find(tags.begin(), tags.end(), opened->tag) == tags.end())
    return std::nullopt;
  RawBuffer const raw(buffer);
  auto const worker_id = uuid_in(raw, opened->value, 0);
  auto const request_id = uuid_in(raw, opened->value, 1);
  if (!worker_id || !request_id) return std::nullopt;
  return RequestIds{*worker_id, *request_id};
}

}  // namespace

std::optional<RequestIds> peek_request_ids(ByteView buffer, Limits const& limits) {
  return peek(buffer, limits, to_worker_union, {2});  // WorkerRequest.
}

std::optional<RequestIds> peek_answer_ids(ByteView buffer, Limits const& limits) {
  return peek(buffer, limits, to_daemon_union, {4, 5});  // RequestResult and RequestError.
}

}  // namespace drydock::moor
