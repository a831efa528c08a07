#include "fuzz/decode_fuzz.hpp"
#include "reference/moor/codec/envelope.hpp"
#include "reference/moor/codec/host_codec.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace drydock::moor;
  drydock::ByteView const buffer(data, size);
  fuzz_decode(decode_message_type, Root::message_type, buffer);
  decode_envelope(buffer);
  return 0;
}
