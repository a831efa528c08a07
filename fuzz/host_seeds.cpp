#include "fuzz/host_seeds.hpp"

#include <set>
#include <string>

#include "fuzz/seed_folder.hpp"
#include "reference/core/ensure.hpp"
#include "reference/moor/codec/events_fields.hpp"
#include "reference/moor/codec/rpc_messages_fields.hpp"

namespace drydock::fuzz {
namespace {

using namespace moor;

template <class Variant, std::size_t at = 0>
Variant filled_member(std::size_t member, std::size_t choice);

/// A value with every field there, in which each union has the member that `choice` says, counted
/// around.
template <class T>
T filled(std::size_t choice) {
  if constexpr (IsEnum<T>) {
    constexpr auto names = names_of(Type<T>{});
    return names[choice % names.size()].value;
  } else if constexpr (IsScalar<T>) {
    return static_cast<T>(7);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return "text";
  } else if constexpr (std::is_same_v<T, Symbol>) {
    return {"name"};
  } else if constexpr (std::is_same_v<T, Uuid>) {
    return {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};
  } else if constexpr (std::is_same_v<T, Obj>) {
    return choice % 2 == 0 ? Obj(ObjId{2}) : Obj(UuObjId{77});
  } else if constexpr (std::is_same_v<T, Var>) {
    return list_of({1, "two"});
  } else if constexpr (std::is_same_v<T, ErrorValue>) {
    return {ErrorCode::e_perm, "no", {}, {}};
  } else if constexpr (std::is_same_v<T, Map>) {
    return {{{"key", 1}}};
  } else if constexpr (std::is_same_v<T, Bytes>) {
    return {1, 2, 3};
  } else if constexpr (is_optional<T>) {
    return filled<typename T::value_type>(choice);
  } else if constexpr (is_vector<T>) {
    return {filled<typename T::value_type>(choice)};
  } else if constexpr (is_variant<T>) {
    return filled_member<T>(choice % std::variant_size_v<T>, choice);
  } else {
    T table;
    all_fields<T>([&](auto const& field, unsigned) {
      using Value = typename std::decay_t<decltype(field)>::Value;
      table.*field.member = filled<Value>(choice);
      return true;
    });
    return table;
  }
}

template <class Variant, std::size_t at>
Variant filled_member(std::size_t member, std::size_t choice) {
  if constexpr (at + 1 < std::variant_size_v<Variant>) {
    if (at != member) return filled_member<Variant, at + 1>(member, choice);
  }
  return Variant(std::in_place_index<at>, filled<std::variant_alternative_t<at, Variant>>(choice));
}

/// Every member of the root's union, each with every choice inside of it.
template <class Message>
void add_union(SeedFolder folder) {
  constexpr auto root = std::get<0>(table_of(Type<Message>{}).fields);
  using Union = typename decltype(root)::Value;
  constexpr std::size_t choices = 30;  // The largest union has 29 members.
  std::set<std::string> written;
  for (std::size_t member = 0; member < std::variant_size_v<Union>; ++member) {
    for (std::size_t choice = 0; choice < choices; ++choice) {
      Message message;
      message.*root.member = filled_member<Union>(member, choice);
      auto const bytes = encode(message);
      ENSURE(bytes.has_value());
      if (written.insert(to_hex(*bytes)).second) folder.add(*bytes);
    }
  }
  folder.add_broken(filled<Message>(0));
}

template <class Message>
void add_table(SeedFolder folder) {
  for (std::size_t choice = 0; choice < 5; ++choice) folder.add_message(filled<Message>(choice));
  folder.add_broken(filled<Message>(0));
}

}  // namespace

void write_host_seeds(std::filesystem::path const& corpus) {
  add_union<MessageType>(SeedFolder(corpus / "decode_message_type"));
  add_union<HostToDaemonMessage>(SeedFolder(corpus / "decode_host_to_daemon"));
  add_union<HostClientToDaemonMessage>(SeedFolder(corpus / "decode_client_to_daemon"));
  add_union<ReplyResult>(SeedFolder(corpus / "decode_reply_result"));
  add_union<ClientEvent>(SeedFolder(corpus / "decode_client_event"));
  add_union<ClientsBroadcastEvent>(SeedFolder(corpus / "decode_clients_broadcast"));
  add_union<HostBroadcastEvent>(SeedFolder(corpus / "decode_host_broadcast"));
  add_table<NarrativeEvent>(SeedFolder(corpus / "decode_narrative_event"));
  add_table<Presentation>(SeedFolder(corpus / "decode_presentation"));
}

}  // namespace drydock::fuzz
