#pragma once

#include <fmt/format.h>

#include <type_traits>

#include "reference/core/result.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/encode_check.hpp"
#include "reference/moor/codec/kept_builder.hpp"
#include "reference/moor/codec/var_encode.hpp"

namespace drydock::moor {

/// Why `message` is not sent.
inline tl::unexpected<Error> too_long(Bytes const& message, Limits const& limits) {
  return fail(fmt::format("the message takes {} bytes, more than {}", message.size(),
                          limits.message_bytes));
}

/// Checks, writes, and looks at the size. `check` is as refusal_to_encode takes it, `write` returns
/// the root's offset in the Builder that it is given, or in a Filler, if it takes those.
template <class Check, class Write>
Result<Bytes> encode_root(Limits const& limits, Check const& check, Write const& write) {
  static thread_local KeptBuilder kept;
  auto const finished = [&](auto& out) { return out.finished(write(out).o); };
  if constexpr (std::is_invocable_v<Write const&, Filler&>) {
    Bytes message = kept.fill(limits, finished);
    if (!message.empty() && message.size() <= limits.message_bytes) return message;
  }
  if (auto refusal = refusal_to_encode(limits, check)) {
    return tl::make_unexpected(*std::move(refusal));
  }
  Bytes message = kept.write(limits, finished);
  if (message.size() > limits.message_bytes) return too_long(message, limits);
  return message;
}

/// The text that `error` holds, for a check.
inline std::string_view text_within(WorkerError const& error) {
  return std::visit(
      [](auto const& of_kind) -> std::string_view {
        if constexpr (requires { of_kind.message; }) {
          return of_kind.message;
        } else {
          return of_kind.worker_type.text;
        }
      },
      error);
}

}  // namespace drydock::moor
