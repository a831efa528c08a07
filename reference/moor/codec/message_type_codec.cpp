#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/shared_tables.hpp"
#include "reference/moor/codec/table_root.hpp"

namespace drydock::moor {

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, MessageType& out) {
  return quick_message(buffer, limits, out);
}
template <>
Decoded<MessageType> decode_thoroughly(ByteView buffer, Limits const& limits) {
  return decode_walked<MessageType>("MoorRpc.MessageType", buffer, limits);
}

Result<Bytes> encode(MessageType const& message, Limits const& limits) {
  return encode_table(message, limits);
}

Decoded<MessageType> decode_message_type(ByteView buffer, Limits const& limits) {
  return decode_either_way<MessageType>(buffer, limits);
}

}  // namespace drydock::moor
