#include "simulator/world/run_digest.hpp"

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <bit>
#include <cstring>
#include <variant>

namespace drydock::simulator {
namespace {

constexpr std::string_view input_words[] = {"started", "received", "timer",
                                            "up",      "down",     "stop requested"};
static_assert(std::variant_size_v<Input> == std::size(input_words));
constexpr std::string_view output_words[] = {"open",   "close", "send", "set timer",
                                             "cancel", "log",   "exit"};
static_assert(std::variant_size_v<Output> == std::size(output_words));

}  // namespace

/// One event in bytes, the same everywhere, of which XXH3 is taken: quick rather than strong, since
/// nobody attacks a run: BLAKE2b over all of it was 30 % of a message's time.
class RunDigest::Entry {
 public:
  Entry(RunDigest& digest, VirtualTime now, NodeId node, std::string_view what,
        std::string_view about)
      : digest_(digest),
        record_{now, node, what, about, 0},
        at_(digest.event_.data()),
        end_(at_ + digest.event_.size()) {
    add(static_cast<std::uint64_t>(now.time_since_epoch().count()));
    add(node.value());
    add(what);
    add(about);
  }
  ~Entry() {
    record_.hash = XXH3_64bits(digest_.event_.data(), size());
    digest_.roll(record_);
  }
  Entry(Entry const&) = delete;
  Entry& operator=(Entry const&) = delete;

  void add(std::uint64_t number) {
    static_assert(std::endian::native == std::endian::little);
    append(&number, sizeof number);
  }
  /// With its size, so that no two events have the same bytes.
  void add(std::string_view text) {
    add(static_cast<std::uint64_t>(text.size()));
    if (!text.empty()) append(text.data(), text.size());
  }
  void add(ByteView bytes) { add(text_of(bytes)); }
  /// Of what is long a hash of its own: that spares a copy of most bytes that there are.
  void add(Frame const& frame) {
    constexpr std::size_t copied_max = 64;
    if (frame.size() <= copied_max) return add(ByteView{frame});
    add(static_cast<std::uint64_t>(frame.size()));
    add(static_cast<std::uint64_t>(XXH3_64bits(frame.data(), frame.size())));
  }
  void add(Frames const& frames) {
    add(static_cast<std::uint64_t>(frames.size()));
    for (Frame const& frame : frames) add(frame);
  }

 private:
  std::size_t size() const { return static_cast<std::size_t>(at_ - digest_.event_.data()); }
  void append(void const* bytes, std::size_t count) {
    if (static_cast<std::size_t>(end_ - at_) < count) grow(count);
    std::memcpy(at_, bytes, count);
    at_ += count;
  }
  // Not in `append`, which is to be small enough to be compiled into whoever appends.
  [[gnu::noinline]] void grow(std::size_t count) {
    std::size_t const used = size();
    digest_.event_.resize(2 * (used + count));
    at_ = digest_.event_.data() + used;
    end_ = digest_.event_.data() + digest_.event_.size();
  }

  RunDigest& digest_;
  EventRecord record_;
  char* at_;
  char* end_;
};

void RunDigest::roll(EventRecord const& record) {
  hashes_[waiting_++] = record.hash;
  if (waiting_ == hashes_.size()) {
    roll_into(digest_);
    waiting_ = 0;
  }
  if (keeps_records_) records_.push_back(record);
}

void RunDigest::roll_into(Digest& digest) const {
  XXH128_hash_t const all = XXH3_128bits(hashes_.data(), waiting_ * sizeof(std::uint64_t));
  digest.add(static_cast<std::uint64_t>(all.low64));
  digest.add(static_cast<std::uint64_t>(all.high64));
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
  std::string_view const what = input_words[input.index()];
  if (auto const* received = std::get_if<Received>(&input)) {
    Entry entry(*this, now, node, what, received->from.socket);
    entry.add(received->from.route.value());
    entry.add(received->frames);
    if (!received->user_id.empty()) entry.add(std::string_view{received->user_id});
  } else if (auto const* fired = std::get_if<TimerFired>(&input)) {
    Entry entry(*this, now, node, what, fired->timer.name);
    entry.add(ByteView{fired->timer.about.bytes});
  } else if (auto const* up = std::get_if<PeerUp>(&input)) {
    Entry(*this, now, node, what, up->peer.socket).add(up->peer.route.value());
  } else if (auto const* down = std::get_if<PeerDown>(&input)) {
    Entry entry(*this, now, node, what, down->peer.socket);
    entry.add(down->peer.route.value());
    if (down->refused) entry.add(std::string_view{"refused"});
  } else {
    Entry(*this, now, node, what, "");
  }
}

void RunDigest::on_output(VirtualTime now, NodeId node, Output const& output) {
  std::string_view const what = output_words[output.index()];
  if (auto const* send = std::get_if<Send>(&output)) {
    Entry entry(*this, now, node, what, send->to.socket);
    entry.add(send->to.route.value());
    entry.add(send->frames);
  } else if (auto const* set = std::get_if<SetTimer>(&output)) {
    Entry entry(*this, now, node, what, set->timer.name);
    entry.add(ByteView{set->timer.about.bytes});
    entry.add(static_cast<std::uint64_t>(set->at.time_since_epoch().count()));
  } else if (auto const* cancel = std::get_if<CancelTimer>(&output)) {
    Entry(*this, now, node, what, cancel->timer.name).add(ByteView{cancel->timer.about.bytes});
  } else if (auto const* open = std::get_if<OpenSocket>(&output)) {
    Entry entry(*this, now, node, what, open->socket);
    for (std::string const& endpoint : open->spec.bind) entry.add(std::string_view{endpoint});
    for (std::string const& endpoint : open->spec.connect) entry.add(std::string_view{endpoint});
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
  Entry(*this, now, node, word_of(event), "");
}

void RunDigest::on_network(VirtualTime now, NetworkEvent const& event) {
  Entry entry(*this, now, event.from, word_of(event.kind), event.socket);
  entry.add(event.to.value());
  entry.add(event.detail);
  if (event.frames != nullptr) entry.add(*event.frames);
}

void RunDigest::on_note(VirtualTime now, NodeId node, std::string_view word,
                        std::string_view text) {
  Entry(*this, now, node, "note", "").add(word);
  Entry(*this, now, node, "note", "").add(text);
}

void RunDigest::on_file(VirtualTime now, NodeId node, std::string_view word, std::string_view name,
                        std::string_view content) {
  Digest of_content;
  of_content.add(content);
  Entry entry(*this, now, node, "file", "");
  entry.add(word);
  entry.add(name);
  entry.add(std::string_view{of_content.hex()});
}

void RunDigest::on_commit(VirtualTime now, NodeId node, std::vector<RecordChange> const& changes) {
  Entry entry(*this, now, node, "commit", "");
  for (RecordChange const& change : changes) {
    entry.add(std::string_view{change.key});
    entry.add(std::string_view{change.value ? "=" : "gone"});
    if (change.value) entry.add(*change.value);
  }
}

}  // namespace drydock::simulator
