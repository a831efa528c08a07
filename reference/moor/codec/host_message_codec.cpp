#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/host_messages_fields.hpp"
#include "reference/moor/codec/session_fields.hpp"
#include "reference/moor/codec/shared_tables.hpp"
#include "reference/moor/codec/table_root.hpp"

namespace drydock::moor {

// For the other roots that hold them: shared_tables.hpp.
template bool check_value(EncodeCheck<Place>&, HostToDaemonMessage const&, Place const&);
template bool check_value(EncodeCheck<Unplaced>&, HostToDaemonMessage const&, Unplaced const&);
template bool check_value(EncodeCheck<Place>&, HostToDaemonMessageUnion const&, Place const&);
template bool check_value(EncodeCheck<Unplaced>&, HostToDaemonMessageUnion const&, Unplaced const&);
template flatbuffers::Offset<void> write_value(Builder&, HostToDaemonMessage const&);
template flatbuffers::Offset<void> write_value(Builder&, HostToDaemonMessageUnion const&);
template flatbuffers::Offset<void> write_value(Filler&, HostToDaemonMessage const&);
template flatbuffers::Offset<void> write_value(Filler&, HostToDaemonMessageUnion const&);
template bool read_value(Decoding&, void const*, Place const&, HostToDaemonMessage&);

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, HostToDaemonMessage& out) {
  return quick_message(buffer, limits, out);
}
template <>
Decoded<HostToDaemonMessage> decode_thoroughly(ByteView buffer, Limits const& limits) {
  return decode_walked<HostToDaemonMessage>("MoorRpc.HostToDaemonMessage", buffer, limits);
}

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, HostBroadcastEvent& out) {
  return quick_message(buffer, limits, out);
}
template <>
Decoded<HostBroadcastEvent> decode_thoroughly(ByteView buffer, Limits const& limits) {
  return decode_walked<HostBroadcastEvent>("MoorRpc.HostBroadcastEvent", buffer, limits);
}

Result<Bytes> encode(HostToDaemonMessage const& message, Limits const& limits) {
  return encode_table(message, limits);
}

Decoded<HostToDaemonMessage> decode_host_to_daemon(ByteView buffer, Limits const& limits) {
  return decode_either_way<HostToDaemonMessage>(buffer, limits);
}

Result<Bytes> encode(HostBroadcastEvent const& message, Limits const& limits) {
  return encode_table(message, limits);
}

Decoded<HostBroadcastEvent> decode_host_broadcast(ByteView buffer, Limits const& limits) {
  return decode_either_way<HostBroadcastEvent>(buffer, limits);
}

}  // namespace drydock::moor
