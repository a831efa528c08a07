#pragma once

#include <poll.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/time.hpp"
#include "reference/transport/stop.hpp"

namespace drydock::simulator {

/// One way of a connection that passes through us: bytes and at last their end. Nothing here waits.
class Way {
 public:
  struct Pace {
    /// How long a piece takes, asked when it comes.
    std::function<Duration()> delay;
    /// How much gets through; 0 is no limit.
    std::uint64_t bytes_per_second = 0;
  };
  /// Reads and writes what can be; a blocked way is not to be pumped. The descriptors are
  /// non-blocking sockets.
  void pump(int from, int to, VirtualTime now, Pace const& pace);
  /// What came so far, and did not leave, is thrown away, and so is what comes from now on.
  void discard();
  bool ended() const { return told_end_; }
  /// What to wait for before the next pump.
  bool wants_input() const { return !seen_end_ && held_ < held_max; }
  bool wants_room(VirtualTime now) const;
  std::optional<VirtualTime> next_release() const;

  /// That so many bytes more are about to come.
  void expect(std::size_t bytes);
  bool has_expected() const { return read_ >= expected_ || seen_end_; }
  /// What was expected last leaves at `until` at the earliest, and what comes behind it waits.
  void delay_expected(VirtualTime until) { late_ = Late{expected_from_, until}; }

 private:
  static constexpr std::size_t held_max = std::size_t{256} * 1024;
  struct Piece {
    VirtualTime release;
    std::string bytes;
  };
  struct Late {
    std::uint64_t from;  // The first byte of it.
    VirtualTime until;
  };
  void read(int from, VirtualTime now, Pace const& pace);
  void add(std::string_view bytes, VirtualTime release, std::uint64_t bytes_per_second);
  void write(int to, VirtualTime now);

  std::deque<Piece> pieces_;
  std::size_t held_ = 0;
  std::uint64_t read_ = 0;
  std::uint64_t expected_ = 0;
  std::uint64_t expected_from_ = 0;
  std::optional<Late> late_;
  bool seen_end_ = false;
  bool told_end_ = false;
  bool discards_ = false;
};

/// A connection that passes through us, between who connected and who is bound.
class Relay {
 public:
  Relay(transport::Descriptor connecting, transport::Descriptor binding)
      : connecting_(std::move(connecting)), binding_(std::move(binding)) {}
  struct State {
    bool is_blocked = false;
    Way::Pace pace;
  };
  void pump(VirtualTime now, State const& there, State const& back);
  /// Both ends learn that it is over, and what is on its way is lost.
  void sever();
  bool severed() const { return severed_; }
  /// Nothing passes any more, and of the ends only those learn it that are meant.
  void forget(bool tells_connecting, bool tells_binding);
  bool forgotten() const { return forgotten_ && !severed_; }
  /// The end that connects, or the one that is bound, is dead: what it sent is lost.
  void lose(bool connecting);
  /// Both ends know that it is over.
  bool over() const { return there_.ended() && back_.ended(); }
  Way& there() { return there_; }
  Way& back() { return back_; }
  /// What to wait for.
  void watch(std::vector<pollfd>& items, VirtualTime now, bool there_blocked, bool back_blocked);

 private:
  transport::Descriptor connecting_;
  transport::Descriptor binding_;
  Way there_;
  Way back_;
  bool severed_ = false;
  bool forgotten_ = false;
};

}  // namespace drydock::simulator
