#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/digest.hpp"
#include "reference/machine/record_store.hpp"
#include "simulator/network/body_hash.hpp"
#include "simulator/world/observer.hpp"

namespace drydock::simulator {

/// One thing that happened, small enough to keep all of a run.
struct EventRecord {
  VirtualTime at;
  NodeId node = no_node;
  std::string_view what;   // The kind of input or output, in words.
  std::string_view about;  // A socket or timer: a literal, which outlives the run.
  std::uint64_t hash = 0;  // Over all of it, down to the bytes of its frames.
  friend bool operator==(EventRecord const&, EventRecord const&) = default;
};

/// `10.001 node 2 received control #89abcdef01234567`.
std::string to_text(EventRecord const& record);

/// A rolling BLAKE2b over XXH3 of everything that happens in a world, some hundred events at a
/// time, always on. Two runs are the same exactly if these are. With `keep_records` it also keeps
/// what is needed to name the first event in which two runs differ.
class RunDigest final : public Observer {
 public:
  void keep_records() { keeps_records_ = true; }
  std::vector<EventRecord> const& records() const { return records_; }
  std::string hex() const;

  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_output(VirtualTime now, NodeId node, Output const& output) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;
  void on_network(VirtualTime now, NetworkEvent const& event) override;
  void on_note(VirtualTime now, NodeId node, std::string_view word, std::string_view text) override;
  // The same as an input and an output for whoever has the frames' hash, or has a use for it. In
  // `run_digest_entry.hpp`.
  [[gnu::always_inline]] inline void on_received(VirtualTime now, NodeId node,
                                                 Received const& received, BodyHash hash);
  [[gnu::always_inline]] inline BodyHash on_send(VirtualTime now, NodeId node, Send const& send);
  /// `node` did `word` to a file, which has `content` now.
  void on_file(VirtualTime now, NodeId node, std::string_view word, std::string_view name,
               std::string_view content);
  /// `node` committed that to its records.
  void on_commit(VirtualTime now, NodeId node, std::vector<RecordChange> const& changes);

 private:
  class Entry;
  struct What;
  [[gnu::noinline]] static std::uint64_t hash_of(std::string_view text);
  // Out of line, as they are rare.
  [[gnu::noinline]] void keep(EventRecord record, std::span<std::uint64_t const> words);
  [[gnu::noinline]] void roll();
  void roll_into(Digest& digest) const;

  Digest digest_;
  std::array<std::uint64_t, 1024> words_{};  // Of events that `digest_` has not seen yet.
  std::size_t used_ = 0;
  bool keeps_records_ = false;
  std::vector<EventRecord> records_;
};

}  // namespace drydock::simulator
