#include "reference/moor/codec/events_fields.hpp"
#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/shared_tables.hpp"
#include "reference/moor/codec/table_root.hpp"

namespace drydock::moor {

// For the other roots that hold them: shared_tables.hpp.
template bool check_value(EncodeCheck<Place>&, SchedulerError const&, Place const&);
template bool check_value(EncodeCheck<Unplaced>&, SchedulerError const&, Unplaced const&);
template flatbuffers::Offset<void> write_value(Builder&, SchedulerError const&);
template flatbuffers::Offset<void> write_value(Filler&, SchedulerError const&);
template bool read_value(Decoding&, void const*, Place const&, SchedulerError&);
template bool check_value(EncodeCheck<Place>&, NarrativeEvent const&, Place const&);
template bool check_value(EncodeCheck<Unplaced>&, NarrativeEvent const&, Unplaced const&);
template flatbuffers::Offset<void> write_value(Builder&, NarrativeEvent const&);
template flatbuffers::Offset<void> write_value(Filler&, NarrativeEvent const&);
template bool read_value(Decoding&, void const*, Place const&, NarrativeEvent&);

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, ClientEvent& out) {
  return quick_message(buffer, limits, out);
}
template <>
Decoded<ClientEvent> decode_thoroughly(ByteView buffer, Limits const& limits) {
  return decode_walked<ClientEvent>("MoorRpc.ClientEvent", buffer, limits);
}

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, ClientsBroadcastEvent& out) {
  return quick_message(buffer, limits, out);
}
template <>
Decoded<ClientsBroadcastEvent> decode_thoroughly(ByteView buffer, Limits const& limits) {
  return decode_walked<ClientsBroadcastEvent>("MoorRpc.ClientsBroadcastEvent", buffer, limits);
}

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, NarrativeEvent& out) {
  return quick_message(buffer, limits, out);
}
template <>
Decoded<NarrativeEvent> decode_thoroughly(ByteView buffer, Limits const& limits) {
  return decode_walked<NarrativeEvent>("MoorCommon.NarrativeEvent", buffer, limits);
}

template <>
bool decode_quickly(ByteView buffer, Limits const& limits, Presentation& out) {
  return quick_message(buffer, limits, out);
}
template <>
Decoded<Presentation> decode_thoroughly(ByteView buffer, Limits const& limits) {
  return decode_walked<Presentation>("MoorCommon.Presentation", buffer, limits);
}

Result<Bytes> encode(ClientEvent const& message, Limits const& limits) {
  return encode_table(message, limits);
}

Decoded<ClientEvent> decode_client_event(ByteView buffer, Limits const& limits) {
  return decode_either_way<ClientEvent>(buffer, limits);
}

Result<Bytes> encode(ClientsBroadcastEvent const& message, Limits const& limits) {
  return encode_table(message, limits);
}

Decoded<ClientsBroadcastEvent> decode_clients_broadcast(ByteView buffer, Limits const& limits) {
  return decode_either_way<ClientsBroadcastEvent>(buffer, limits);
}

Result<Bytes> encode(NarrativeEvent const& message, Limits const& limits) {
  return encode_table(message, limits);
}

Decoded<NarrativeEvent> decode_narrative_event(ByteView buffer, Limits const& limits) {
  return decode_either_way<NarrativeEvent>(buffer, limits);
}

Result<Bytes> encode(Presentation const& message, Limits const& limits) {
  return encode_table(message, limits);
}

Decoded<Presentation> decode_presentation(ByteView buffer, Limits const& limits) {
  return decode_either_way<Presentation>(buffer, limits);
}

}  // namespace drydock::moor
