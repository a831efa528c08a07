#include "reference/moor/codec/client_messages_fields.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/shared_tables.hpp"
#include "reference/moor/codec/table_root.hpp"

namespace drydock::moor {

// For the other roots that hold them: shared_tables.hpp.
template bool check_value(EncodeCheck<Place>&, HostClientToDaemonMessage const&, Place const&);
template bool check_value(EncodeCheck<Unplaced>&, HostClientToDaemonMessage const&,
                          Unplaced const&);
template bool check_value(EncodeCheck<Place>&, HostClientToDaemonMessageUnion const&, Place const&);
template bool check_value(EncodeCheck<Unplaced>&, HostClientToDaemonMessageUnion const&,
                          Unplaced const&);
template flatbuffers::Offset<void> write_value(Builder&, HostClientToDaemonMessage const&);
template flatbuffers::Offset<void> write_value(Builder&, HostClientToDaemonMessageUnion const&);
template flatbuffers::Offset<void> write_value(Filler&, HostClientToDaemonMessage const&);
template flatbuffers::Offset<void> write_value(Filler&, HostClientToDaemonMessageUnion const&);
template bool read_value(Decoding&, void const*, Place const&, HostClientToDaemonMessage&);

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, HostClientToDaemonMessage& out) {
  return quick_message(buffer, limits, out);
}
template <>
MessageShape shape_of(ByteView buffer, HostClientToDaemonMessage& out) {
  return shape_of_message(buffer, out);
}
template <>
Decoded<HostClientToDaemonMessage> decode_thoroughly(ByteView buffer, Limits const& limits) {
  return decode_walked<HostClientToDaemonMessage>("MoorRpc.HostClientToDaemonMessage", buffer,
                                                  limits);
}

Result<Bytes> encode(HostClientToDaemonMessage const& message, Limits const& limits) {
  return encode_table(message, limits);
}

Decoded<HostClientToDaemonMessage> decode_client_to_daemon(ByteView buffer, Limits const& limits) {
  return decode_either_way<HostClientToDaemonMessage>(buffer, limits);
}

}  // namespace drydock::moor
