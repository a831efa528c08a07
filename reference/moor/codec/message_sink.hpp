#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "reference/core/bytes.hpp"
#include "reference/core/uuid.hpp"
#include "reference/moor/codec/events.hpp"
#include "reference/moor/codec/rpc_messages.hpp"

namespace drydock::moor {

/// What a message shows of itself, piece by piece, to whoever writes it down for people. Optional
/// fields that are absent are passed over. Secrets never come here: `secret` has a token's digest,
/// and `hidden` stands for something typed that may be a password.
class MessageSink {
 public:
  virtual ~MessageSink() = default;

  struct Table {
    std::string_view name;
    std::size_t fields = 0;    // As the schema has them, absent ones too.
    bool wraps_union = false;  // Its only field is a union.
    bool is_member = false;    // It is a union's, whose tag its name is.
  };
  /// A table, then of its fields those that are there, each a name and then one value.
  virtual void begin_table(Table const& table) = 0;
  virtual void field(std::string_view name) = 0;
  virtual void end_table() = 0;
  /// A vector, then its elements.
  virtual void begin_list() = 0;
  virtual void end_list() = 0;
  virtual void flag(bool value) = 0;
  virtual void number(std::int64_t value) = 0;
  virtual void number(std::uint64_t value) = 0;
  virtual void enumerator(std::string_view name) = 0;
  virtual void text(std::string_view value) = 0;
  virtual void symbol(Symbol const& value) = 0;
  virtual void uuid(Uuid const& value) = 0;
  virtual void value(Var const& value) = 0;
  virtual void bytes(ByteView value) = 0;
  virtual void secret(std::string_view digest) = 0;
  virtual void hidden() = 0;
};

/// The message, from its root table on.
void show(MessageType const& message, MessageSink& sink);
void show(HostToDaemonMessage const& message, MessageSink& sink);
void show(HostClientToDaemonMessage const& message, MessageSink& sink);
void show(ReplyResult const& message, MessageSink& sink);
void show(ClientEvent const& message, MessageSink& sink);
void show(ClientsBroadcastEvent const& message, MessageSink& sink);
void show(HostBroadcastEvent const& message, MessageSink& sink);
void show(NarrativeEvent const& message, MessageSink& sink);
void show(Presentation const& message, MessageSink& sink);

}  // namespace drydock::moor
