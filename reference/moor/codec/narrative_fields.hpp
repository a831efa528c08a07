#pragma once

#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/narrative.hpp"

// The tables of narrative.hpp, field by field.

namespace drydock::moor {

constexpr auto table_of(Type<Exception>) {
  return table<Exception>("Exception", field("error", &Exception::error),
                          field("stack", &Exception::stack),
                          field("backtrace", &Exception::backtrace));
}
constexpr auto table_of(Type<EventMetadata>) {
  return table<EventMetadata>("EventMetadata", field("key", &EventMetadata::key),
                              field("value", &EventMetadata::value));
}
constexpr auto table_of(Type<NotifyEvent>) {
  return table<NotifyEvent>(
      "NotifyEvent", field("value", &NotifyEvent::value),
      field("content_type", &NotifyEvent::content_type), field("no_flush", &NotifyEvent::no_flush),
      field("no_newline", &NotifyEvent::no_newline), field("metadata", &NotifyEvent::metadata));
}
constexpr auto table_of(Type<PresentationAttribute>) {
  return table<PresentationAttribute>("PresentationAttribute",
                                      field("key", &PresentationAttribute::key),
                                      field("value", &PresentationAttribute::value));
}
constexpr auto table_of(Type<Presentation>) {
  return table<Presentation>(
      "Presentation", field("id", &Presentation::id),
      field("content_type", &Presentation::content_type), field("content", &Presentation::content),
      field("target", &Presentation::target), field("attributes", &Presentation::attributes));
}
constexpr auto table_of(Type<PresentEvent>) {
  return table<PresentEvent>("PresentEvent", field("presentation", &PresentEvent::presentation));
}
constexpr auto table_of(Type<UnpresentEvent>) {
  return table<UnpresentEvent>("UnpresentEvent",
                               field("presentation_id", &UnpresentEvent::presentation_id));
}
constexpr auto table_of(Type<TracebackEvent>) {
  return table<TracebackEvent>("TracebackEvent", field("exception", &TracebackEvent::exception));
}
constexpr auto table_of(Type<DataEvent>) {
  return table<DataEvent>("DataEvent", field("domain", &DataEvent::domain),
                          field("kind", &DataEvent::kind), field("payload", &DataEvent::payload));
}
constexpr auto table_of(Type<NarrativeEvent>) {
  return table<NarrativeEvent>("NarrativeEvent", field("event_id", &NarrativeEvent::event_id),
                               field("timestamp", &NarrativeEvent::timestamp),
                               field("author", &NarrativeEvent::author),
                               field("event", &NarrativeEvent::event));
}

}  // namespace drydock::moor
