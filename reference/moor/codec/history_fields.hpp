#pragma once

#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/history.hpp"
#include "reference/moor/codec/session_fields.hpp"

// The tables of history.hpp, field by field.

namespace drydock::moor {

constexpr auto table_of(Type<HistoryRecallSinceEvent>) {
  return table<HistoryRecallSinceEvent>("HistoryRecallSinceEvent",
                                        field("event_id", &HistoryRecallSinceEvent::event_id),
                                        field("limit", &HistoryRecallSinceEvent::limit));
}
constexpr auto table_of(Type<HistoryRecallUntilEvent>) {
  return table<HistoryRecallUntilEvent>("HistoryRecallUntilEvent",
                                        field("event_id", &HistoryRecallUntilEvent::event_id),
                                        field("limit", &HistoryRecallUntilEvent::limit));
}
constexpr auto table_of(Type<HistoryRecallSinceSeconds>) {
  return table<HistoryRecallSinceSeconds>(
      "HistoryRecallSinceSeconds", field("seconds_ago", &HistoryRecallSinceSeconds::seconds_ago),
      field("limit", &HistoryRecallSinceSeconds::limit));
}
constexpr auto table_of(Type<HistoryRecallNone>) {
  return table<HistoryRecallNone>("HistoryRecallNone");
}
constexpr auto table_of(Type<RequestHistory>) {
  return table<RequestHistory>("RequestHistory", field("auth_token", &RequestHistory::auth_token),
                               field("history_recall", &RequestHistory::history_recall));
}
constexpr auto table_of(Type<RequestCurrentPresentations>) {
  return table<RequestCurrentPresentations>(
      "RequestCurrentPresentations", field("auth_token", &RequestCurrentPresentations::auth_token));
}
constexpr auto table_of(Type<DismissPresentation>) {
  return table<DismissPresentation>(
      "DismissPresentation", field("auth_token", &DismissPresentation::auth_token),
      field("presentation_id", &DismissPresentation::presentation_id));
}
constexpr auto table_of(Type<GetEventLogPublicKey>) {
  return table<GetEventLogPublicKey>("GetEventLogPublicKey",
                                     field("auth_token", &GetEventLogPublicKey::auth_token));
}
constexpr auto table_of(Type<SetEventLogPublicKey>) {
  return table<SetEventLogPublicKey>("SetEventLogPublicKey",
                                     field("auth_token", &SetEventLogPublicKey::auth_token),
                                     field("public_key", &SetEventLogPublicKey::public_key));
}
constexpr auto table_of(Type<DeleteEventLogHistory>) {
  return table<DeleteEventLogHistory>("DeleteEventLogHistory",
                                      field("auth_token", &DeleteEventLogHistory::auth_token));
}
constexpr auto table_of(Type<HistoricalNarrativeEvent>) {
  return table<HistoricalNarrativeEvent>(
      "HistoricalNarrativeEvent", field("event_id", &HistoricalNarrativeEvent::event_id),
      field("timestamp", &HistoricalNarrativeEvent::timestamp),
      field("player", &HistoricalNarrativeEvent::player),
      field("is_historical", &HistoricalNarrativeEvent::is_historical),
      field("encrypted_blob", &HistoricalNarrativeEvent::encrypted_blob));
}
constexpr auto table_of(Type<HistoryResponse>) {
  return table<HistoryResponse>("HistoryResponse", field("events", &HistoryResponse::events),
                                field("time_range_start", &HistoryResponse::time_range_start),
                                field("time_range_end", &HistoryResponse::time_range_end),
                                field("total_events", &HistoryResponse::total_events),
                                field("has_more_before", &HistoryResponse::has_more_before),
                                field("earliest_event_id", &HistoryResponse::earliest_event_id),
                                field("latest_event_id", &HistoryResponse::latest_event_id));
}
constexpr auto table_of(Type<HistoryResponseReply>) {
  return table<HistoryResponseReply>("HistoryResponseReply",
                                     field("response", &HistoryResponseReply::response));
}
constexpr auto table_of(Type<PresentationSnapshot>) {
  return table<PresentationSnapshot>(
      "PresentationSnapshot", field("id", &PresentationSnapshot::id),
      field("encrypted_blob", &PresentationSnapshot::encrypted_blob));
}
constexpr auto table_of(Type<CurrentPresentations>) {
  return table<CurrentPresentations>("CurrentPresentations",
                                     field("presentations", &CurrentPresentations::presentations));
}
constexpr auto table_of(Type<PresentationDismissed>) {
  return table<PresentationDismissed>("PresentationDismissed");
}
constexpr auto table_of(Type<EventLogPublicKey>) {
  return table<EventLogPublicKey>("EventLogPublicKey",
                                  field("public_key", &EventLogPublicKey::public_key));
}
constexpr auto table_of(Type<EventLogHistoryDeleted>) {
  return table<EventLogHistoryDeleted>("EventLogHistoryDeleted",
                                       field("success", &EventLogHistoryDeleted::success));
}

}  // namespace drydock::moor
