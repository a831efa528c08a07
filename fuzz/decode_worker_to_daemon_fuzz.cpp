#include "fuzz/decode_fuzz.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace drydock::moor;
  drydock::ByteView const buffer(data, size);
  fuzz_decode(decode_worker_to_daemon, Root::worker_to_daemon, buffer);
  peek_answer_ids(buffer);
  return 0;
}
