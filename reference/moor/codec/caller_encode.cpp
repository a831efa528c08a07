#include <bit>

#include "reference/moor/codec/root_encode.hpp"

namespace drydock::moor {
namespace {

constexpr std::uint8_t result_tag = 1;
constexpr std::uint8_t error_tag = 2;

}  // namespace

Result<Bytes> encode(CallerRequest const& message, Limits const& limits) {
  return encode_root(
      limits,
      [&]<class Where>(EncodeCheck<Where>& check) {
        return check.text(message.worker_type.text, Where{nullptr, "worker_type"}) &&
               check.values(message.arguments, Where{nullptr, "arguments"});
      },
      [&](Builder& out) {
        auto const type = write_symbol(out, message.worker_type);
        auto const arguments = write_vars(out, message.arguments);
        auto const perms = write_obj(out, message.perms);
        if (!message.timeout_seconds) return out.write_references(type, arguments, perms);
        auto const seconds = std::bit_cast<std::uint64_t>(*message.timeout_seconds);
        auto const timeout = out.write_number(seconds);
        return out.write_references(type, arguments, perms, timeout);
      });
}

Result<Bytes> encode(CallerReply const& message, Limits const& limits) {
  auto const* value = std::get_if<Var>(&message.outcome);
  auto const* error = std::get_if<WorkerError>(&message.outcome);
  return encode_root(
      limits,
      [&]<class Where>(EncodeCheck<Where>& check) {
        return value != nullptr
                   ? check.value(*value, Where{nullptr, "outcome.CallerResult.value"})
                   : check.text(text_within(*error), Where{nullptr, "outcome.CallerError.error"});
      },
      [&](Builder& out) {
        if (value != nullptr) {
          return out.write_union(result_tag, out.write_references(write_var(out, *value)));
        }
        return out.write_union(error_tag, out.write_references(write_worker_error(out, *error)));
      });
}

}  // namespace drydock::moor
