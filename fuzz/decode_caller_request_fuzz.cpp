#include "fuzz/decode_fuzz.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace drydock::moor;
  drydock::ByteView const buffer(data, size);
  fuzz_decode(decode_caller_request, Root::caller_request, buffer);
  return 0;
}
