#include "simulator/world/run_digest.hpp"

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <variant>

#include "reference/core/wide_xxh3.hpp"
#include "simulator/world/run_digest_entry.hpp"

namespace drydock::simulator {
namespace {

/// A hash over texts, one after the other.
class Texts {
 public:
  void add(std::string_view text) {
    std::uint64_t const both[2] = {hash_, XXH3_64bits(text.data(), text.size())};
    hash_ = XXH3_64bits(both, sizeof both);
  }
  std::uint64_t hash() const { return hash_; }

 private:
  std::uint64_t hash_ = 0;
};

}  // namespace

std::uint64_t RunDigest::hash_of(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}

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

void RunDigest::on_input(VirtualTime now, NodeId node, Input const& input) {
  What const what{digested::inputs + input.index(), digested::input_words[input.index()]};
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

void RunDigest::on_output(VirtualTime now, NodeId node, Output const& output) {
  What const what{digested::outputs + output.index(), digested::output_words[output.index()]};
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
  What const what{digested::nodes + static_cast<std::uint64_t>(event), word_of(event)};
  Entry(*this, now, node, what, "");
}

void RunDigest::on_network(VirtualTime now, NetworkEvent const& event) {
  What const what{digested::networks + static_cast<std::uint64_t>(event.kind), word_of(event.kind)};
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
  Entry entry(*this, now, node, {digested::others, "note"}, "");
  entry.add(word);
  entry.add(text);
}

void RunDigest::on_file(VirtualTime now, NodeId node, std::string_view word, std::string_view name,
                        std::string_view content) {
  Digest of_content;
  of_content.add(content);
  Entry entry(*this, now, node, {digested::others + 1, "file"}, "");
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
  Entry entry(*this, now, node, {digested::others + 2, "commit"}, "");
  entry.add(std::uint64_t{changes.size()});
  entry.add(texts.hash());
}

}  // namespace drydock::simulator
