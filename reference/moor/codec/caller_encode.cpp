#include "reference/moor/codec/root_encode.hpp"
#include "schema/drydock/caller_generated.h"

namespace drydock::moor {
namespace {

using Builder = flatbuffers::FlatBufferBuilder;

flatbuffers::Offset<DrydockCaller::CallerTimeout> write_timeout(Builder& out, double seconds) {
  out.ForceDefaults(true);  // For the sake of -0.0, as in values.
  auto const offset = DrydockCaller::CreateCallerTimeout(out, seconds);
  out.ForceDefaults(false);
  return offset;
}

}  // namespace

Result<Bytes> encode(CallerRequest const& message, Limits const& limits) {
  return encode_root(
      limits,
      [&](EncodeCheck& check) {
        return check.text(message.worker_type.text, Place{nullptr, "worker_type"}) &&
               check.values(message.arguments, Place{nullptr, "arguments"});
      },
      [&](Builder& out) {
        auto const type = write_symbol(out, message.worker_type);
        auto const arguments = write_vars(out, message.arguments);
        auto const perms = write_obj(out, message.perms);
        auto const timeout =
            message.timeout_seconds ? write_timeout(out, *message.timeout_seconds) : 0;
        return DrydockCaller::CreateCallerRequest(out, type, arguments, perms, timeout);
      });
}

Result<Bytes> encode(CallerReply const& message, Limits const& limits) {
  auto const* value = std::get_if<Var>(&message.outcome);
  auto const* error = std::get_if<WorkerError>(&message.outcome);
  return encode_root(
      limits,
      [&](EncodeCheck& check) {
        return value != nullptr
                   ? check.value(*value, Place{nullptr, "outcome.CallerResult.value"})
                   : check.text(text_within(*error), Place{nullptr, "outcome.CallerError.error"});
      },
      [&](Builder& out) {
        if (value != nullptr) {
          auto const body = DrydockCaller::CreateCallerResult(out, write_var(out, *value));
          return DrydockCaller::CreateCallerReply(out, DrydockCaller::CallerOutcome::CallerResult,
                                                  body.Union());
        }
        auto const body = DrydockCaller::CreateCallerError(out, write_worker_error(out, *error));
        return DrydockCaller::CreateCallerReply(out, DrydockCaller::CallerOutcome::CallerError,
                                                body.Union());
      });
}

}  // namespace drydock::moor
