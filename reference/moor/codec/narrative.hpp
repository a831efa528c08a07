#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reference/core/uuid.hpp"
#include "reference/moor/codec/symbol.hpp"
#include "reference/moor/codec/union.hpp"
#include "reference/moor/codec/var.hpp"

// What players see (schema/moor/narrative.fbs).

namespace drydock::moor {

// stack and backtrace: a value for each frame, and a line of text for each.
struct Exception {
  ErrorValue error;
  std::vector<Var> stack;
  std::vector<Var> backtrace;
  friend bool operator==(Exception const&, Exception const&) = default;
};
struct EventMetadata {
  Symbol key;
  Var value;
  friend bool operator==(EventMetadata const&, EventMetadata const&) = default;
};
struct NotifyEvent {
  Var value;
  std::optional<Symbol> content_type{};
  bool no_flush = false;
  bool no_newline = false;
  std::optional<std::vector<EventMetadata>> metadata{};
  friend bool operator==(NotifyEvent const&, NotifyEvent const&) = default;
};
struct PresentationAttribute {
  std::string key;
  std::string value;
  friend bool operator==(PresentationAttribute const&, PresentationAttribute const&) = default;
};
/// Root table `Presentation`.
struct Presentation {
  std::string id;
  std::string content_type;
  std::string content;
  std::string target;
  std::vector<PresentationAttribute> attributes;
  friend bool operator==(Presentation const&, Presentation const&) = default;
};
struct PresentEvent {
  Presentation presentation;
  friend bool operator==(PresentEvent const&, PresentEvent const&) = default;
};
struct UnpresentEvent {
  std::string presentation_id;
  friend bool operator==(UnpresentEvent const&, UnpresentEvent const&) = default;
};
struct TracebackEvent {
  Exception exception;
  friend bool operator==(TracebackEvent const&, TracebackEvent const&) = default;
};
struct DataEvent {
  Symbol domain;
  Symbol kind;
  Var payload;
  friend bool operator==(DataEvent const&, DataEvent const&) = default;
};
struct EventMembers {
  using Members =
      std::variant<NotifyEvent, PresentEvent, UnpresentEvent, TracebackEvent, DataEvent>;
};
using Event = Union<EventMembers>;
extern template class Union<EventMembers>;

// event_id is a version 7 UUID, timestamp nanoseconds since 1970.
/// Root table `NarrativeEvent`.
struct NarrativeEvent {
  Uuid event_id;
  std::uint64_t timestamp = 0;
  Var author;
  Event event;
  friend bool operator==(NarrativeEvent const&, NarrativeEvent const&) = default;
};

}  // namespace drydock::moor
