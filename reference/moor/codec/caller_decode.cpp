#include "reference/core/ensure.hpp"
#include "reference/moor/codec/quick_table.hpp"
#include "reference/moor/codec/root_decode.hpp"
#include "reference/moor/codec/two_readers.hpp"
#include "reference/moor/codec/worker_error_decode.hpp"
#include "reference/moor/codec/worker_fields.hpp"
#include "schema/drydock/caller_generated.h"

namespace drydock::moor {
namespace {

bool read(Decoding& decoding, DrydockCaller::CallerRequest const& from, CallerRequest& out) {
  if (auto const* timeout = from.timeout(); timeout != nullptr)
    out.timeout_seconds = timeout->seconds();
  return decoding.symbol(*from.worker_type(), Place{nullptr, "worker_type"}, out.worker_type) &&
         decoding.values(*from.arguments(), Place{nullptr, "arguments"}, out.arguments) &&
         decoding.obj(*from.perms(), Place{nullptr, "perms"}, out.perms);
}

bool read(Decoding& decoding, DrydockCaller::CallerReply const& from, CallerReply& out) {
  Place const place{nullptr, "outcome", DrydockCaller::EnumNameCallerOutcome(from.outcome_type())};
  switch (from.outcome_type()) {
    case DrydockCaller::CallerOutcome::CallerResult:
      return decoding.value(*from.outcome_as_CallerResult()->value(), Place{&place, "value"},
                            out.outcome.emplace<Var>());
    case DrydockCaller::CallerOutcome::CallerError:
      return read_worker_error(decoding, *from.outcome_as_CallerError()->error(),
                               Place{&place, "error"}, out.outcome.emplace<WorkerError>());
    default:
      break;
  }
  ENSURE(false);  // open_union() saw a known tag.
}

}  // namespace

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, CallerRequest& out) {
  QuickRead from(buffer, limits);
  QuickRead::Fields root;
  if (!from.root(root) || !from.symbol(from.at(root, 0), out.worker_type) ||
      !from.values(from.at(root, 1), out.arguments) || !from.obj(from.at(root, 2), out.perms)) {
    return false;
  }
  std::size_t const timeout_at = from.at(root, 3);
  out.timeout_seconds.reset();
  if (timeout_at == QuickRead::nowhere) return true;
  QuickRead::Fields timeout;
  return from.table(timeout_at, timeout) && from.number(timeout, 0, out.timeout_seconds.emplace());
}
template <>
Decoded<CallerRequest> decode_thoroughly(ByteView buffer, Limits const& limits) {
  return decode_root<CallerRequest, DrydockCaller::CallerRequest>(
      {WireSchema::caller, "DrydockCaller.CallerRequest", {}}, buffer, limits,
      [](auto&... arguments) { return read(arguments...); });
}
Decoded<CallerRequest> decode_caller_request(ByteView buffer, Limits const& limits) {
  return decode_either_way<CallerRequest>(buffer, limits);
}

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, CallerReply& out) {
  QuickRead from(buffer, limits);
  QuickRead::Fields root;
  QuickRead::Fields outcome;
  std::uint8_t tag = 0;
  if (!from.root(root) || !from.number(root, 0, tag) || !from.table(from.at(root, 1), outcome)) {
    return false;
  }
  std::size_t const held = from.at(outcome, 0);
  if (tag == 1) return from.value(held, out.outcome.emplace<Var>());
  return tag == 2 && quick_value(from, held, out.outcome.emplace<WorkerError>());
}
template <>
Decoded<CallerReply> decode_thoroughly(ByteView buffer, Limits const& limits) {
  return decode_root<CallerReply, DrydockCaller::CallerReply>(
      {WireSchema::caller, "DrydockCaller.CallerReply", caller_reply_union}, buffer, limits,
      [](auto&... arguments) { return read(arguments...); });
}
Decoded<CallerReply> decode_caller_reply(ByteView buffer, Limits const& limits) {
  return decode_either_way<CallerReply>(buffer, limits);
}

}  // namespace drydock::moor
