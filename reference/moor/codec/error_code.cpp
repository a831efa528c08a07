#include "reference/moor/codec/error_code.hpp"

#include <array>

#include "reference/moor/codec/symbol.hpp"

namespace drydock::moor {
namespace {

constexpr std::array<std::string_view, 19> names{
    "E_NONE",   "E_TYPE",    "E_DIV",    "E_PERM",  "E_PROPNF", "E_VERBNF", "E_VARNF",
    "E_INVIND", "E_RECMOVE", "E_MAXREC", "E_RANGE", "E_ARGS",   "E_NACC",   "E_INVARG",
    "E_QUOTA",  "E_FLOAT",   "E_FILE",   "E_EXEC",  "E_INTRPT"};

}  // namespace

std::string_view name_of(ErrorCode code) {
  auto const index = static_cast<std::size_t>(code);
  return index < names.size() ? names.at(index) : std::string_view{};
}

std::optional<ErrorCode> error_code_of(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (compare_folded(names.at(i), name) == 0) return static_cast<ErrorCode>(i);
  }
  return std::nullopt;
}

}  // namespace drydock::moor
