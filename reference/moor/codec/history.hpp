#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "reference/core/bytes.hpp"
#include "reference/core/uuid.hpp"
#include "reference/moor/codec/obj.hpp"
#include "reference/moor/codec/session.hpp"

// The event log (schema/moor/history.fbs).

namespace drydock::moor {

struct HistoryRecallSinceEvent {
  Uuid event_id;
  std::uint64_t limit = 0;
  friend bool operator==(HistoryRecallSinceEvent const&, HistoryRecallSinceEvent const&) = default;
};
struct HistoryRecallUntilEvent {
  Uuid event_id;
  std::uint64_t limit = 0;
  friend bool operator==(HistoryRecallUntilEvent const&, HistoryRecallUntilEvent const&) = default;
};
struct HistoryRecallSinceSeconds {
  std::uint64_t seconds_ago = 0;
  std::uint64_t limit = 0;
  friend bool operator==(HistoryRecallSinceSeconds const&,
                         HistoryRecallSinceSeconds const&) = default;
};
struct HistoryRecallNone {
  friend bool operator==(HistoryRecallNone const&, HistoryRecallNone const&) = default;
};
using HistoryRecall = std::variant<HistoryRecallSinceEvent, HistoryRecallUntilEvent,
                                   HistoryRecallSinceSeconds, HistoryRecallNone>;

struct RequestHistory {
  AuthToken auth_token;
  HistoryRecall history_recall;
  friend bool operator==(RequestHistory const&, RequestHistory const&) = default;
};
struct RequestCurrentPresentations {
  AuthToken auth_token;
  friend bool operator==(RequestCurrentPresentations const&,
                         RequestCurrentPresentations const&) = default;
};
struct DismissPresentation {
  AuthToken auth_token;
  std::string presentation_id;
  friend bool operator==(DismissPresentation const&, DismissPresentation const&) = default;
};
struct GetEventLogPublicKey {
  AuthToken auth_token;
  friend bool operator==(GetEventLogPublicKey const&, GetEventLogPublicKey const&) = default;
};
struct SetEventLogPublicKey {
  AuthToken auth_token;
  std::string public_key;
  friend bool operator==(SetEventLogPublicKey const&, SetEventLogPublicKey const&) = default;
};
struct DeleteEventLogHistory {
  AuthToken auth_token;
  friend bool operator==(DeleteEventLogHistory const&, DeleteEventLogHistory const&) = default;
};
// encrypted_blob: a NarrativeEvent, encrypted for the player.
struct HistoricalNarrativeEvent {
  Uuid event_id;
  std::uint64_t timestamp = 0;
  Obj player;
  bool is_historical = false;
  Bytes encrypted_blob;
  friend bool operator==(HistoricalNarrativeEvent const&,
                         HistoricalNarrativeEvent const&) = default;
};
struct HistoryResponse {
  std::vector<HistoricalNarrativeEvent> events;
  std::uint64_t time_range_start = 0;
  std::uint64_t time_range_end = 0;
  std::uint64_t total_events = 0;
  bool has_more_before = false;
  std::optional<Uuid> earliest_event_id{};
  std::optional<Uuid> latest_event_id{};
  friend bool operator==(HistoryResponse const&, HistoryResponse const&) = default;
};
struct HistoryResponseReply {
  HistoryResponse response;
  friend bool operator==(HistoryResponseReply const&, HistoryResponseReply const&) = default;
};
// encrypted_blob: a Presentation, encrypted for the player.
struct PresentationSnapshot {
  std::string id;
  Bytes encrypted_blob;
  friend bool operator==(PresentationSnapshot const&, PresentationSnapshot const&) = default;
};
struct CurrentPresentations {
  std::vector<PresentationSnapshot> presentations;
  friend bool operator==(CurrentPresentations const&, CurrentPresentations const&) = default;
};
struct PresentationDismissed {
  friend bool operator==(PresentationDismissed const&, PresentationDismissed const&) = default;
};
struct EventLogPublicKey {
  std::optional<std::string> public_key{};
  friend bool operator==(EventLogPublicKey const&, EventLogPublicKey const&) = default;
};
struct EventLogHistoryDeleted {
  bool success = false;
  friend bool operator==(EventLogHistoryDeleted const&, EventLogHistoryDeleted const&) = default;
};

}  // namespace drydock::moor
