#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/shared_tables.hpp"
#include "reference/moor/codec/table_root.hpp"

namespace drydock::moor {

Result<Bytes> encode(MessageType const& message, Limits const& limits) {
  return encode_table(message, limits);
}

Decoded<MessageType> decode_message_type(ByteView buffer, Limits const& limits) {
  return decode_table<MessageType>("MoorRpc.MessageType", buffer, limits);
}

}  // namespace drydock::moor
