#include "reference/moor/codec/describe_host.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <vector>

#include "reference/moor/codec/host_codec.hpp"
#include "reference/moor/codec/literal_writer.hpp"
#include "reference/moor/codec/message_sink.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moor {
namespace {

/// `Name(field value, flag, field value)`, on one line. A table's only field goes without its name,
/// and so does a root that is nothing but a union. Takes no more once the line is long.
class LineSink final : public MessageSink {
 public:
  explicit LineSink(std::size_t text_max)
      : text_max_(text_max), line_max_(text_max > SIZE_MAX / 4 ? SIZE_MAX : 4 * text_max) {}

  void begin_table(Table const& table) override {
    bool const is_left_out = open_.empty() && table.wraps_union;
    if (!is_left_out) {
      item();
      append(table.name);
    }
    open_.push_back({table.fields, out_.size(), !is_left_out});
    first_ = true;
  }
  void field(std::string_view name) override { field_ = name; }
  void end_table() override {
    auto const table = open_.back();
    open_.pop_back();
    if (table.is_shown && out_.size() > table.begin) {
      out_.insert(table.begin, 1, '(');
      append(")");
    }
    first_ = false;
  }
  void begin_list() override {
    item();
    append("{");
    open_.push_back({0, out_.size(), false});
    first_ = true;
  }
  void end_list() override {
    open_.pop_back();
    append("}");
    first_ = false;
  }

  void flag(bool value) override {
    if (!value) return;
    auto const name = field_;
    field_ = {};
    add(name);
  }
  void number(std::int64_t value) override { add(std::to_string(value)); }
  void number(std::uint64_t value) override { add(std::to_string(value)); }
  void enumerator(std::string_view name) override { add(name); }
  void text(std::string_view value) override {
    LiteralWriter writer(text_max_);
    writer.write_quoted(value);
    add(std::move(writer).take());
  }
  void symbol(Symbol const& value) override { text(value.text); }
  void uuid(Uuid const& value) override { add(to_hex(ByteView(value.bytes).first(4))); }
  void value(Var const& value) override { add(to_literal(value, text_max_)); }
  void bytes(ByteView value) override { add(fmt::format("{} bytes", value.size())); }
  void secret(std::string_view digest) override { add(digest); }
  void hidden() override { add("<hidden>"); }

  std::string take() && {
    if (is_cut_) out_.append("...");
    return std::move(out_);
  }

 private:
  struct Open {
    std::size_t fields = 0;
    std::size_t begin = 0;
    bool is_shown = true;
  };

  void append(std::string_view text) {
    is_cut_ = is_cut_ || out_.size() > line_max_;
    if (!is_cut_) out_.append(text);
  }
  /// What comes before any value: a comma, and its field's name.
  void item() {
    if (!first_) append(", ");
    first_ = false;
    if (!field_.empty() && !open_.empty() && open_.back().fields > 1) {
      append(field_);
      append(" ");
    }
    field_ = {};
  }
  void add(std::string_view text) {
    item();
    append(text);
  }

  std::size_t text_max_;
  std::size_t line_max_;
  std::string out_;
  std::vector<Open> open_;
  std::string_view field_;
  bool first_ = true;
  bool is_cut_ = false;
};

template <class Message>
std::string line_of(char const* name, ByteView buffer, Decoded<Message> const& decoded,
                    std::size_t text_max) {
  if (!decoded) {
    return fmt::format("no {} ({} bytes; {})", name, buffer.size(), decoded.error().text());
  }
  LineSink sink(text_max);
  show(*decoded, sink);
  return std::move(sink).take();
}

}  // namespace

std::string describe_host(Root root, ByteView buffer, std::size_t text_max) {
  switch (root) {
    case Root::message_type:
      return line_of("MessageType", buffer, decode_message_type(buffer), text_max);
    case Root::host_to_daemon:
      return line_of("HostToDaemonMessage", buffer, decode_host_to_daemon(buffer), text_max);
    case Root::client_to_daemon:
      return line_of("HostClientToDaemonMessage", buffer, decode_client_to_daemon(buffer),
                     text_max);
    case Root::reply_result:
      return line_of("ReplyResult", buffer, decode_reply_result(buffer), text_max);
    case Root::client_event:
      return line_of("ClientEvent", buffer, decode_client_event(buffer), text_max);
    case Root::clients_broadcast:
      return line_of("ClientsBroadcastEvent", buffer, decode_clients_broadcast(buffer), text_max);
    case Root::host_broadcast:
      return line_of("HostBroadcastEvent", buffer, decode_host_broadcast(buffer), text_max);
    case Root::narrative_event:
      return line_of("NarrativeEvent", buffer, decode_narrative_event(buffer), text_max);
    case Root::presentation:
      return line_of("Presentation", buffer, decode_presentation(buffer), text_max);
    default:
      return {};
  }
}

}  // namespace drydock::moor
