#pragma once

#include <nlohmann/json.hpp>

#include "reference/moor/codec/message_sink.hpp"

namespace drydock::program {

/// A MOO value, as message_json.hpp says.
nlohmann::ordered_json value_json(moor::Var const& value);

/// Builds the JSON of a message of hosts or clients while the message shows itself.
class JsonSink final : public moor::MessageSink {
 public:
  void begin_table(Table const& table) override;
  void field(std::string_view name) override { field_ = name; }
  void end_table() override { open_.pop_back(); }
  void begin_list() override;
  void end_list() override { open_.pop_back(); }
  void flag(bool value) override { add(value); }
  void number(std::int64_t value) override { add(value); }
  void number(std::uint64_t value) override { add(value); }
  void enumerator(std::string_view name) override { add(name); }
  void text(std::string_view value) override { add(value); }
  void symbol(moor::Symbol const& value) override { add(value.text); }
  void uuid(Uuid const& value) override { add(value.text()); }
  void value(moor::Var const& value) override { add(value_json(value)); }
  void bytes(ByteView value) override { add({{"binary", to_hex(value)}}); }
  void secret(std::string_view digest) override { add({{"digest", digest}}); }
  void hidden() override { add({{"hidden", true}}); }

  nlohmann::ordered_json take() && { return std::move(root_); }

 private:
  /// Puts `json` where the next value belongs, and returns its place.
  nlohmann::ordered_json& add(nlohmann::ordered_json json);

  nlohmann::ordered_json root_;
  // Each is the last value of the one before, so that none moves while it is open.
  std::vector<nlohmann::ordered_json*> open_;
  std::string_view field_;
};

template <class Message>
nlohmann::ordered_json shown_json(Message const& message) {
  JsonSink sink;
  show(message, sink);
  return std::move(sink).take();
}

}  // namespace drydock::program
