#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <variant>

#include "simulator/world/run_digest.hpp"

// How an event gets into a digest; and what comes with each message, to be inlined where messages
// are taken and sent.
namespace drydock::simulator {

/// A kind of event: a number of its own, and its word.
struct RunDigest::What {
  std::uint64_t number;
  std::string_view word;
};

namespace digested {

inline constexpr std::string_view input_words[] = {"started", "received", "timer",
                                                   "up",      "down",     "stop requested"};
static_assert(std::variant_size_v<Input> == std::size(input_words));
inline constexpr std::string_view output_words[] = {"open",   "close", "send", "set timer",
                                                    "cancel", "log",   "exit"};
static_assert(std::variant_size_v<Output> == std::size(output_words));

// Where the numbers of each sort of event begin.
inline constexpr std::uint64_t inputs = 0;
inline constexpr std::uint64_t outputs = 0x20;
inline constexpr std::uint64_t nodes = 0x40;
inline constexpr std::uint64_t networks = 0x60;
inline constexpr std::uint64_t others = 0x80;

}  // namespace digested

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

  static_assert(std::endian::native == std::endian::little);
  template <class Number>
  static std::uint64_t number_at(char const* place) {
    Number number;
    std::memcpy(&number, place, sizeof number);
    return number;
  }

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

inline void RunDigest::on_received(VirtualTime now, NodeId node, Received const& received,
                                   BodyHash hash) {
  constexpr std::size_t index = 1;
  static_assert(std::is_same_v<std::variant_alternative_t<index, Input>, Received>);
  bool const has_user = !received.user_id.empty();
  unsigned const flags = (has_delimiter(received.frames) ? 1U : 0U) | (has_user ? 2U : 0U);
  Entry entry(*this, now, node, {digested::inputs + index, digested::input_words[index]},
              received.from.socket, flags);
  entry.add(received.from.route.value());
  entry.add(hash);
  if (has_user) entry.add(std::string_view{received.user_id});
}

inline BodyHash RunDigest::on_send(VirtualTime now, NodeId node, Send const& send) {
  constexpr std::size_t index = 2;
  static_assert(std::is_same_v<std::variant_alternative_t<index, Output>, Send>);
  BodyHash const hash = body_hash(send.frames);
  unsigned const flags = has_delimiter(send.frames) ? 1 : 0;
  Entry entry(*this, now, node, {digested::outputs + index, digested::output_words[index]},
              send.to.socket, flags);
  entry.add(send.to.route.value());
  entry.add(hash);
  return hash;
}

}  // namespace drydock::simulator
