#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "reference/core/result.hpp"
#include "reference/machine/owing_store.hpp"
#include "reference/moor/sessions/connection.hpp"
#include "reference/moor/sessions/defects.hpp"

namespace drydock::moor::sessions {

/// Why a connection cannot be made. Source: hosts 2.2, DC-14, DC-17, DC-18, HQ-38.
enum class NoRoom : std::uint8_t {
  already_connected,  // The client id is alive.
  reserved_id,        // It begins like a topic that others hear.
  too_many,           // As many as the settings allow are there.
  numbers_exhausted,  // No connection object is left.
  not_stored,         // The store fails; nothing has changed.
};

/// All connections of a daemon, by client id, by player and by connection object. What a peer is
/// told of has been stored before. Source: hosts 4, 6.2.
class Connections {
 public:
  struct Settings {
    std::size_t connections_max = 100'000;
    /// A client silent for so long has expired.
    Duration silence_max = std::chrono::seconds{30};
    /// `second_establish`, `keeps_first_player`, `restart_forgets_life` and `reserved_ids_allowed`
    /// are made here.
    Defects defects = {};
    /// Keyed, since hosts choose the client ids.
    Uuid::KeyedHash id_hash = {};
  };

  /// `store` outlives it.
  Connections(Settings const& settings, RecordStore& store)
      : settings_(settings), store_(store), by_id_(0, settings.id_hash) {}
  Connections(Connections&&) = default;  // No copy: what was found last is its own.

  /// Takes over what was stored; all of it counts as alive at `now` (HQ-34). Fails naming a record
  /// that is none.
  Result<void> load(VirtualTime now);

  /// A new connection with the next object below the last, from #-4 on; no number ever comes twice.
  tl::expected<Connection const*, NoRoom> establish(VirtualTime now, Connection arrival);
  /// Null where there is none.
  Connection const* find(Uuid const& client_id) const;
  /// The same. The one that was found last is at hand: a message's steps ask for it again and
  /// again.
  Connection const* find(Uuid const& client_id);
  /// The client ids of a player, or of a connection object, in the order of their arrival.
  std::vector<Uuid> clients_of(Obj const& target) const;
  /// The client id whose connection object that is.
  std::optional<Uuid> client_of(Obj const& object) const;
  std::vector<Uuid> all() const;
  std::size_t size() const { return by_id_.size(); }
  /// That each has an object of its own, told by their numbers alone, so that looking after every
  /// step costs the same among ten clients and ten thousand.
  void check_invariants() const;
  /// That each is found by its id, its object and its player, and nobody else is.
  void check_everything() const;

  // Changes of one that is there. Each is stored before it counts; fails where the store does, and
  // then nothing has changed.

  /// With an arrival the world is to be told of it, if need be after a restart.
  Result<void> set_player(Uuid const& client_id, Obj const& player,
                          std::optional<Arrival> const& arrival = {});
  /// Without a value the attribute goes away.
  Result<void> set_attribute(Uuid const& client_id, Symbol const& key, std::optional<Var> value);
  /// Not stored: whom it belongs to until the next start.
  void set_user(Uuid const& client_id, std::string const& user_id);

  /// The world is told of its arrival now. Stored by `told`.
  void announce(Uuid const& client_id);
  /// To be stored with what the world makes of it.
  static RecordChange told(Uuid const& client_id);

  // Changes that have happened, whether they can be stored or not: where the store fails, which is
  // what `take_store_trouble` gives, they are stored with whatever is stored next.

  /// What it was. It is gone from memory; until its record is erased, which somebody has to see to,
  /// it comes back at a restart and expires by itself.
  std::optional<Connection> take(Uuid const& client_id);
  void erase_record(Uuid const& client_id);
  /// Somebody else erases it, by `erasure`.
  void leave_record(Uuid const& client_id);
  static std::vector<RecordChange> erasure(Uuid const& client_id);
  static std::string key_of(Uuid const& client_id);
  std::optional<Connection> remove(Uuid const& client_id);
  bool owes() const { return store_.owes(); }
  /// Tries to store what could not be.
  Result<void> store_owed() { return store_.settle(); }

  // Signs of life.

  void saw_life(VirtualTime now, Uuid const& client_id);
  /// A sign of life too.
  void saw_activity(VirtualTime now, Uuid const& client_id);
  /// Those that have been silent for the limit or longer, in the order of their arrival.
  std::vector<Uuid> silent(VirtualTime now) const;

  /// What the store said at the last removal that it refused, once.
  std::optional<std::string> take_store_trouble();

 private:
  Connection& at(Uuid const& client_id);
  std::optional<NoRoom> refusal_of(Uuid const& client_id) const;
  Result<void> change(Uuid const& client_id, Connection changed);
  void apply(Uuid const& client_id, Connection changed);
  void forget_traces(Connection const& removed);
  Result<void> load_arrivals();
  void index(Connection const& connection);
  void unindex(Connection const& connection);

  Settings settings_;
  OwingStore store_;
  std::unordered_map<Uuid, Connection, Uuid::KeyedHash> by_id_;
  Connection* found_last_ = nullptr;
  /// Connection objects go downwards: the oldest first is the greatest first.
  std::map<std::int32_t, Uuid, std::greater<>> by_object_;
  std::map<Obj, std::set<std::int32_t, std::greater<>>> by_player_;
  std::int32_t next_object_ = -4;  // Those above it are reserved.
  std::optional<std::string> store_trouble_;
};

}  // namespace drydock::moor::sessions
