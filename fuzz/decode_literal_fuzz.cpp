#include "reference/core/bytes.hpp"
#include "reference/core/ensure.hpp"
#include "reference/moor/codec/var_text.hpp"

/// Any text is a value that reads back the same, or is refused.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace drydock::moor;
  auto const value = parse_literal(drydock::text_of(drydock::ByteView(data, size)));
  if (value) {
    auto const again = parse_literal(to_literal(*value));
    ENSURE(again.has_value());
    ENSURE(*again == *value);
  } else {
    ENSURE(!value.error().message.empty());
  }
  return 0;
}
