#include "fuzz/decode_fuzz.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace drydock::moor;
  drydock::ByteView const buffer(data, size);
  fuzz_decode(decode_daemon_to_worker, Root::daemon_to_worker, buffer);
  peek_request_ids(buffer);
  return 0;
}
