#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/shared_tables.hpp"
#include "reference/moor/codec/table_root.hpp"

namespace drydock::moor {

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, ReplyResult& out) {
  return quick_message(buffer, limits, out);
}
template <>
MessageShape shape_of(ByteView buffer, ReplyResult& out) {
  return shape_of_message(buffer, out);
}
template <>
Decoded<ReplyResult> decode_thoroughly(ByteView buffer, Limits const& limits) {
  return decode_walked<ReplyResult>("MoorRpc.ReplyResult", buffer, limits);
}

Result<Bytes> encode(ReplyResult const& message, Limits const& limits) {
  return encode_table(message, limits);
}

Decoded<ReplyResult> decode_reply_result(ByteView buffer, Limits const& limits) {
  return decode_either_way<ReplyResult>(buffer, limits);
}

template class MessageReader<ReplyResult>;

}  // namespace drydock::moor
