#include "reference/moor/codec/var_text.hpp"

#include <array>
#include <cstdint>

#include "reference/moor/codec/literal_parser.hpp"
#include "reference/moor/codec/literal_writer.hpp"

namespace drydock::moor {

std::string to_literal(Var const& value) { return to_literal(value, SIZE_MAX); }

std::string to_literal(Var const& value, std::size_t text_max) {
  LiteralWriter writer(text_max);
  writer.write(value);
  return std::move(writer).take();
}

Result<Var> parse_literal(std::string_view text) { return LiteralParser(text).parse_all(); }

std::string to_text(WorkerError const& error) {
  constexpr std::array<char const*, std::variant_size_v<WorkerError>> names{
      "WorkerPermissionDenied", "WorkerInvalidRequest", "WorkerInternalError",
      "WorkerRequestTimedOut",  "WorkerRequestError",   "WorkerDetached",
      "NoWorkerAvailable"};
  auto text = std::string(names.at(error.index())) + ": ";
  if (auto const* none = std::get_if<NoWorkerAvailable>(&error))
    return text + none->worker_type.text;
  std::visit(
      [&](auto const& kind) {
        if constexpr (requires { kind.message; }) text += kind.message;
      },
      error);
  return text;
}

}  // namespace drydock::moor
