#include "reference/moor/codec/message_sink.hpp"

#include "reference/core/digest.hpp"
#include "reference/moor/codec/events_fields.hpp"
#include "reference/moor/codec/rpc_messages_fields.hpp"

namespace drydock::moor {
namespace {

/// As drydock::token::digest_for_people has it (ST-12).
std::string digest_of(std::string const& token) {
  Digest digest;
  digest.add(std::string_view(token));
  return digest.hex().substr(0, 8);
}

/// What was typed to log in: a verb and a name may be seen; whatever follows may be a password.
void show_login(std::vector<std::string> const& words, MessageSink& sink) {
  sink.begin_list();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i < 2) {
      sink.text(words[i]);
    } else {
      sink.hidden();
    }
  }
  sink.end_list();
}

template <class T>
void show_value(T const& value, MessageSink& sink);

template <class T>
void show_table(T const& value, MessageSink& sink, bool is_member = false) {
  constexpr auto layout = table_of(Type<T>{});
  sink.begin_table({layout.name, layout.size, wraps_union<T>(), is_member});
  all_fields<T>([&](auto const& field, unsigned) {
    constexpr auto role = std::decay_t<decltype(field)>::role;
    auto const& member = value.*field.member;
    if constexpr (is_optional<std::decay_t<decltype(member)>>) {
      if (!member) return true;
    }
    sink.field(field.name);
    if constexpr (role == FieldRole::login_words) {
      show_login(member, sink);
    } else if constexpr (role == FieldRole::secret) {
      if constexpr (is_optional<std::decay_t<decltype(member)>>) {
        sink.secret(digest_of(*member));
      } else {
        sink.secret(digest_of(member));
      }
    } else {
      show_value(member, sink);
    }
    return true;
  });
  sink.end_table();
}

template <class T>
void show_value(T const& value, MessageSink& sink) {
  if constexpr (std::is_same_v<T, ClientToken> || std::is_same_v<T, AuthToken>) {
    sink.secret(digest_of(value.token));
  } else if constexpr (std::is_same_v<T, bool>) {
    sink.flag(value);
  } else if constexpr (IsEnum<T>) {
    sink.enumerator(name_of(value));
  } else if constexpr (std::is_signed_v<T>) {
    sink.number(std::int64_t{value});
  } else if constexpr (IsScalar<T>) {
    sink.number(std::uint64_t{value});
  } else if constexpr (std::is_same_v<T, std::string>) {
    sink.text(value);
  } else if constexpr (std::is_same_v<T, Symbol>) {
    sink.symbol(value);
  } else if constexpr (std::is_same_v<T, Uuid>) {
    sink.uuid(value);
  } else if constexpr (std::is_same_v<T, Bytes>) {
    sink.bytes(value);
  } else if constexpr (std::is_same_v<T, Var>) {
    sink.value(value);
  } else if constexpr (std::is_constructible_v<Var, T>) {  // Obj, ErrorValue, Map.
    sink.value(Var(value));
  } else if constexpr (is_optional<T>) {
    show_value(*value, sink);
  } else if constexpr (is_vector<T>) {
    sink.begin_list();
    for (auto const& element : value) show_value(element, sink);
    sink.end_list();
  } else if constexpr (is_variant<T>) {
    std::visit([&](auto const& body) { show_table(body, sink, true); }, value);
  } else {
    show_table(value, sink);
  }
}

}  // namespace

void show(MessageType const& message, MessageSink& sink) { show_table(message, sink); }
void show(HostToDaemonMessage const& message, MessageSink& sink) { show_table(message, sink); }
void show(HostClientToDaemonMessage const& message, MessageSink& sink) {
  show_table(message, sink);
}
void show(ReplyResult const& message, MessageSink& sink) { show_table(message, sink); }
void show(ClientEvent const& message, MessageSink& sink) { show_table(message, sink); }
void show(ClientsBroadcastEvent const& message, MessageSink& sink) { show_table(message, sink); }
void show(HostBroadcastEvent const& message, MessageSink& sink) { show_table(message, sink); }
void show(NarrativeEvent const& message, MessageSink& sink) { show_table(message, sink); }
void show(Presentation const& message, MessageSink& sink) { show_table(message, sink); }

}  // namespace drydock::moor
