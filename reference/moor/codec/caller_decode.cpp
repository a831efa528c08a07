#include "reference/core/ensure.hpp"
#include "reference/moor/codec/root_decode.hpp"
#include "reference/moor/codec/worker_error_decode.hpp"
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

Decoded<CallerRequest> decode_caller_request(ByteView buffer, Limits const& limits) {
  return decode_root<CallerRequest, DrydockCaller::CallerRequest>(
      {WireSchema::caller, "DrydockCaller.CallerRequest", {}}, buffer, limits,
      [](auto&... arguments) { return read(arguments...); });
}

Decoded<CallerReply> decode_caller_reply(ByteView buffer, Limits const& limits) {
  return decode_root<CallerReply, DrydockCaller::CallerReply>(
      {WireSchema::caller, "DrydockCaller.CallerReply", caller_reply_union}, buffer, limits,
      [](auto&... arguments) { return read(arguments...); });
}

}  // namespace drydock::moor
