#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reference/age/encrypt.hpp"
#include "reference/machine/machine.hpp"
#include "reference/machine/record_store.hpp"
#include "reference/moor/codec/history.hpp"
#include "reference/moor/codec/narrative.hpp"
#include "reference/moor/sessions/settings.hpp"

namespace drydock::moor::sessions {

/// What players were told and shown, for those who gave a key, and encrypted to it: not even the
/// daemon can read it back. What is kept survives restarts; of what grows beyond a limit the oldest
/// goes. Where it is off, keys are accepted and forgotten, and there is nothing in it. Source:
/// hosts 10, DC-62 to DC-64, HQ-70 to HQ-72.
class EventLog {
 public:
  using Settings = EventLogSettings;

  /// `store` outlives it. One that is enabled needs entropy.
  EventLog(Settings const& settings, RecordStore& store, age::Entropy entropy);

  bool enabled() const { return settings_.enabled; }
  /// Takes over what was stored. Fails naming a record that is none.
  Result<void> load();

  /// Empty where there is none.
  std::string public_key_of(Obj const& player) const;
  /// The text of an age recipient; from then on everything is encrypted to it.
  Result<void> set_public_key(Obj const& player, std::string const& public_key);

  /// An event that goes out to a player; stored by the next `store`. Presentations are not in the
  /// history: they come and go.
  void keep(Obj const& player, NarrativeEvent const& event);
  /// Stores what was kept. Before anything leaves the daemon.
  void store(Outbox& out);

  /// In the order of the ids; `now` in nanoseconds since 1970.
  Result<HistoryResponse> history(Obj const& player, HistoryRecall const& recall,
                                  std::uint64_t now) const;
  Result<std::vector<PresentationSnapshot>> presentations(Obj const& player) const;
  Result<void> dismiss(Obj const& player, std::string const& presentation_id);
  /// History and presentations, but not the key.
  Result<void> erase(Obj const& player);

 private:
  struct Held {
    std::map<Uuid, std::size_t> events;  // And their sizes.
    std::size_t bytes = 0;
    std::map<std::string, std::size_t> shown;  // Likewise, by the key of their record.
  };

  void keep_event(Obj const& player, age::Recipient const& to, NarrativeEvent const& event);
  void keep_shown(Obj const& player, age::Recipient const& to, Presentation const& shown);
  void make_room(Obj const& player, Held& held);
  Result<std::vector<HistoricalNarrativeEvent>> events_of(Obj const& player) const;

  Settings const settings_;
  RecordStore& store_;
  age::Entropy entropy_;
  std::map<Obj, std::string> keys_;
  std::map<Obj, Held> held_;
  std::vector<RecordChange> changes_;  // To be stored.
  std::vector<Log> troubles_;          // To be told.
};

}  // namespace drydock::moor::sessions
