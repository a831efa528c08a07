#pragma once

#include "reference/moor/codec/rpc_messages_fields.hpp"
#include "reference/moor/codec/table_check.hpp"
#include "reference/moor/codec/table_read.hpp"
#include "reference/moor/codec/table_write.hpp"

// Large tables that several roots hold are compiled once: those of the bodies in
// client_message_codec.cpp and host_message_codec.cpp, those of errors and narrative in
// event_codec.cpp.

namespace drydock::moor {

extern template bool check_value(EncodeCheck<Place>&, HostToDaemonMessage const&, Place const&);
extern template bool check_value(EncodeCheck<Unplaced>&, HostToDaemonMessage const&,
                                 Unplaced const&);
extern template bool check_value(EncodeCheck<Place>&, HostToDaemonMessageUnion const&,
                                 Place const&);
extern template bool check_value(EncodeCheck<Unplaced>&, HostToDaemonMessageUnion const&,
                                 Unplaced const&);
extern template bool check_value(EncodeCheck<Place>&, HostClientToDaemonMessage const&,
                                 Place const&);
extern template bool check_value(EncodeCheck<Unplaced>&, HostClientToDaemonMessage const&,
                                 Unplaced const&);
extern template bool check_value(EncodeCheck<Place>&, HostClientToDaemonMessageUnion const&,
                                 Place const&);
extern template bool check_value(EncodeCheck<Unplaced>&, HostClientToDaemonMessageUnion const&,
                                 Unplaced const&);
extern template bool check_value(EncodeCheck<Place>&, SchedulerError const&, Place const&);
extern template bool check_value(EncodeCheck<Unplaced>&, SchedulerError const&, Unplaced const&);
extern template bool check_value(EncodeCheck<Place>&, NarrativeEvent const&, Place const&);
extern template bool check_value(EncodeCheck<Unplaced>&, NarrativeEvent const&, Unplaced const&);

extern template flatbuffers::Offset<void> write_value(Builder&, HostToDaemonMessage const&);
extern template flatbuffers::Offset<void> write_value(Builder&, HostToDaemonMessageUnion const&);
extern template flatbuffers::Offset<void> write_value(Builder&, HostClientToDaemonMessage const&);
extern template flatbuffers::Offset<void> write_value(Builder&,
                                                      HostClientToDaemonMessageUnion const&);
extern template flatbuffers::Offset<void> write_value(Builder&, SchedulerError const&);
extern template flatbuffers::Offset<void> write_value(Builder&, NarrativeEvent const&);
extern template flatbuffers::Offset<void> write_value(Filler&, HostToDaemonMessage const&);
extern template flatbuffers::Offset<void> write_value(Filler&, HostToDaemonMessageUnion const&);
extern template flatbuffers::Offset<void> write_value(Filler&, HostClientToDaemonMessage const&);
extern template flatbuffers::Offset<void> write_value(Filler&,
                                                      HostClientToDaemonMessageUnion const&);
extern template flatbuffers::Offset<void> write_value(Filler&, SchedulerError const&);
extern template flatbuffers::Offset<void> write_value(Filler&, NarrativeEvent const&);

extern template bool read_value(Decoding&, void const*, Place const&, HostToDaemonMessage&);
extern template bool read_value(Decoding&, void const*, Place const&, HostClientToDaemonMessage&);
extern template bool read_value(Decoding&, void const*, Place const&, SchedulerError&);
extern template bool read_value(Decoding&, void const*, Place const&, NarrativeEvent&);

}  // namespace drydock::moor
