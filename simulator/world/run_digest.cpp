#include "simulator/world/run_digest.hpp"

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <bit>
#include <cstring>
#include <variant>

#include "reference/core/wide_xxh3.hpp"

namespace drydock::simulator {

/// A kind of event: a number of its own, and its word.
struct RunDigest::What {
  std::uint64_t number;
  std::string_view word;
};

namespace {

constexpr std::string_view input_words[] = {"started", "received", "timer",
                                            "up",      "down",     "stop requested"};
static_assert(std::variant_size_v<Input> == std::size(input_words));
constexpr std::string_view output_words[] = {"open",   "close", "send", "set timer",
                                             "cancel", "log",   "exit"};
static_assert(std::variant_size_v<Output> == std::size(output_words));

// Where the numbers of each sort of event begin.
constexpr std::uint64_t inputs = 0;
constexpr std::uint64_t outputs = 0x20;
constexpr std::uint64_t nodes = 0x40;
constexpr std::uint64_t networks = 0x60;
constexpr std::uint64_t others = 0x80;

static_assert(std::endian::native == std::endian::little);
template <class Number>
std::uint64_t number_at(char const* place) {
  Number number;
  std::memcpy(&number, place, sizeof number);
  return number;
}

std::uint64_t hash_of(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

/// A hash over texts, one after the other.
class Texts {
 public:
  void add(std::string_view text) {
    std::uint64_t const both[2] = {hash_, hash_of(text)};
    hash_ = XXH3_64bits(both, sizeof both);
  }
  std::uint64_t hash() const { return hash_; }

 private:
  std::uint64_t hash_ = 0;
};

}  // namespace

/// One event in words of 64 bits, the same everywhere, and never the beginning of another: its kind
/// and its flags, 8 of them at most, say how many there are.
class RunDigest::Entry {
 public:
  /// Inlined by force, as is what it calls: what is only kept is then not put together before.
  [[gnu::always_inline]] Entry(RunDigest& digest, VirtualTime now, NodeId node, What what,
                               std::string_view about, unsigned flags = 0)
      : digest_(digest), now_(now), node_(node), what_(what), about_(about) {
    if (digest.used_ + words_max > digest.words_.size()) [[unlikely]]
      digest.roll();
    begin_ = end_ = digest.words_.data() + digest.used_;
    add(now);
    add(node.value() | what.number << 32 | std::uint64_t{flags} << 40 |
        static_cast<std::uint64_t>(about.size()) << 48);
    add(name_word(about));
  }
  [[gnu::always_inline]] ~Entry() {
    digest_.used_ += static_cast<std::size_t>(end_ - begin_);
    if (digest_.keeps_records_) [[unlikely]]
      keep();
  }
  Entry(Entry const&) = delete;
  Entry& operator=(Entry const&) = delete;

  // Twelve of them at most.

  void add(std::uint64_t number) { *end_++ = number; }
  void add(VirtualTime at) { add(static_cast<std::uint64_t>(at.time_since_epoch().count())); }
  void add(Uuid const& uuid) {
    std::memcpy(end_, uuid.bytes.data(), sizeof uuid.bytes);
    end_ += 2;
  }
  void add(std::string_view text) { add(hash_of(text)); }
  void add(BodyHash hash) { add(hash.value()); }

 private:
  static constexpr std::size_t words_max = 16;

  /// From which, with its size, it can be told.
  [[gnu::always_inline]] static std::uint64_t name_word(std::string_view name) {
    char const* const text = name.data();
    std::size_t const size = name.size();
    if (size > 8) return hash_of(name);
    if (size >= 4) {
      return number_at<std::uint32_t>(text) | number_at<std::uint32_t>(text + size - 4) << 32;
    }
    if (size == 0) return 0;
    return number_at<std::uint8_t>(text) | number_at<std::uint8_t>(text + size / 2) << 8 |
           number_at<std::uint8_t>(text + size - 1) << 16;
  }

  [[gnu::always_inline]] void keep() const {
    digest_.keep({now_, node_, what_.word, about_}, {begin_, end_});
  }

  RunDigest& digest_;
  VirtualTime now_;
  NodeId node_;
  What what_;
  std::string_view about_;
  std::uint64_t* begin_;
  std::uint64_t* end_;
};

void RunDigest::keep(EventRecord record, std::span<std::uint64_t const> words) {
  record.hash = XXH3_64bits(words.data(), words.size_bytes());
  records_.push_back(record);
}

void RunDigest::roll() {
  roll_into(digest_);
  used_ = 0;
}

void RunDigest::roll_into(Digest& digest) const {
  Hash128 const all = wide_xxh3_128(words_.data(), used_ * sizeof(std::uint64_t));
  digest.add(all.low);
  digest.add(all.high);
}

std::string RunDigest::hex() const {
  Digest whole = digest_;
  roll_into(whole);
  return whole.hex();
}

std::string to_text(EventRecord const& record) {
  std::string const node = record.node == no_node ? "-" : fmt::to_string(record.node.value());
  auto const nanoseconds = record.at.time_since_epoch().count();
  return fmt::format("{}.{:09} node {} {} {} #{:016x}", nanoseconds / 1'000'000'000,
                     nanoseconds % 1'000'000'000, node, record.what, record.about, record.hash);
}

void RunDigest::on_received(VirtualTime now, NodeId node, Received const& received, BodyHash hash) {
  constexpr std::size_t index = 1;
  static_assert(std::is_same_v<std::variant_alternative_t<index, Input>, Received>);
  bool const has_user = !received.user_id.empty();
  unsigned const flags = (has_delimiter(received.frames) ? 1U : 0U) | (has_user ? 2U : 0U);
  Entry entry(*this, now, node, {inputs + index, input_words[index]}, received.from.socket, flags);
  entry.add(received.from.route.value());
  entry.add(hash);
  if (has_user) entry.add(std::string_view{received.user_id});
}

void RunDigest::on_input(VirtualTime now, NodeId node, Input const& input) {
  What const what{inputs + input.index(), input_words[input.index()]};
  if (auto const* received = std::get_if<Received>(&input)) {
    on_received(now, node, *received, body_hash(received->frames));
  } else if (auto const* fired = std::get_if<TimerFired>(&input)) {
    Entry(*this, now, node, what, fired->timer.name).add(fired->timer.about);
  } else if (auto const* up = std::get_if<PeerUp>(&input)) {
    Entry(*this, now, node, what, up->peer.socket).add(up->peer.route.value());
  } else if (auto const* down = std::get_if<PeerDown>(&input)) {
    Entry entry(*this, now, node, what, down->peer.socket);
    entry.add(down->peer.route.value());
    entry.add(std::uint64_t{down->refused});
  } else {
    Entry(*this, now, node, what, "");
  }
}

BodyHash RunDigest::on_send(VirtualTime now, NodeId node, Send const& send) {
  constexpr std::size_t index = 2;
  static_assert(std::is_same_v<std::variant_alternative_t<index, Output>, Send>);
  BodyHash const hash = body_hash(send.frames);
  unsigned const flags = has_delimiter(send.frames) ? 1 : 0;
  Entry entry(*this, now, node, {outputs + index, output_words[index]}, send.to.socket, flags);
  entry.add(send.to.route.value());
  entry.add(hash);
  return hash;
}

void RunDigest::on_output(VirtualTime now, NodeId node, Output const& output) {
  What const what{outputs + output.index(), output_words[output.index()]};
  if (auto const* send = std::get_if<Send>(&output)) {
    on_send(now, node, *send);
  } else if (auto const* set = std::get_if<SetTimer>(&output)) {
    Entry entry(*this, now, node, what, set->timer.name);
    entry.add(set->timer.about);
    entry.add(set->at);
  } else if (auto const* cancel = std::get_if<CancelTimer>(&output)) {
    Entry(*this, now, node, what, cancel->timer.name).add(cancel->timer.about);
  } else if (auto const* open = std::get_if<OpenSocket>(&output)) {
    Entry entry(*this, now, node, what, open->socket);
    for (auto const* endpoints : {&open->spec.bind, &open->spec.connect}) {
      Texts texts;
      for (std::string const& endpoint : *endpoints) texts.add(endpoint);
      entry.add(texts.hash());
    }
  } else if (auto const* close = std::get_if<CloseSocket>(&output)) {
    Entry(*this, now, node, what, close->socket);
  } else if (auto const* log = std::get_if<Log>(&output)) {
    Entry(*this, now, node, what, "").add(std::string_view{log->text});
  } else if (auto const* exit = std::get_if<Exit>(&output)) {
    Entry entry(*this, now, node, what, "");
    entry.add(static_cast<std::uint64_t>(static_cast<std::uint32_t>(exit->code)));
    entry.add(std::string_view{exit->reason});
  }
}

void RunDigest::on_node(VirtualTime now, NodeId node, NodeEvent event) {
  What const what{nodes + static_cast<std::uint64_t>(event), word_of(event)};
  Entry(*this, now, node, what, "");
}

void RunDigest::on_network(VirtualTime now, NetworkEvent const& event) {
  What const what{networks + static_cast<std::uint64_t>(event.kind), word_of(event.kind)};
  bool const has_frames = event.frames != nullptr;
  bool const is_delimited = has_frames && has_delimiter(*event.frames);
  unsigned const flags = (is_delimited ? 1U : 0U) | (has_frames ? 2U : 0U);
  Entry entry(*this, now, event.from, what, event.socket, flags);
  entry.add(std::uint64_t{event.to.value()});
  entry.add(event.detail);
  if (has_frames) entry.add(body_hash(*event.frames));
}

void RunDigest::on_note(VirtualTime now, NodeId node, std::string_view word,
                        std::string_view text) {
  Entry entry(*this, now, node, {others, "note"}, "");
  entry.add(word);
  entry.add(text);
}

void RunDigest::on_file(VirtualTime now, NodeId node, std::string_view word, std::string_view name,
                        std::string_view content) {
  Digest of_content;
  of_content.add(content);
  Entry entry(*this, now, node, {others + 1, "file"}, "");
  entry.add(word);
  entry.add(name);
  entry.add(std::string_view{of_content.hex()});
}

void RunDigest::on_commit(VirtualTime now, NodeId node, std::vector<RecordChange> const& changes) {
  Texts texts;
  for (RecordChange const& change : changes) {
    texts.add(change.key);
    texts.add(change.value ? "=" : "gone");
    if (change.value) texts.add(text_of(*change.value));
  }
  Entry entry(*this, now, node, {others + 2, "commit"}, "");
  entry.add(std::uint64_t{changes.size()});
  entry.add(texts.hash());
}

}  // namespace drydock::simulator
