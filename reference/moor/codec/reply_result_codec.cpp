#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/shared_tables.hpp"
#include "reference/moor/codec/table_root.hpp"

namespace drydock::moor {

Result<Bytes> encode(ReplyResult const& message, Limits const& limits) {
  return encode_table(message, limits);
}

Decoded<ReplyResult> decode_reply_result(ByteView buffer, Limits const& limits) {
  return decode_table<ReplyResult>("MoorRpc.ReplyResult", buffer, limits);
}

}  // namespace drydock::moor
