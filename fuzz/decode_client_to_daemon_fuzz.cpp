#include "fuzz/decode_fuzz.hpp"
#include "reference/moor/codec/host_codec.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace drydock::moor;
  drydock::ByteView const buffer(data, size);
  fuzz_decode(decode_client_to_daemon, Root::client_to_daemon, buffer);
  return 0;
}
