#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "simulator/world/world.hpp"

namespace drydock::simulator {

/// Which way a message goes, as its node sees it.
enum class Direction : std::uint8_t { leaves, arrives };

/// Tells what a message is, for people; a protocol knows how.
class Describer {
 public:
  virtual ~Describer() = default;
  /// One line, such as `RequestResult(w, "r1", {1, 2})`. What comes before the first parenthesis is
  /// the message's kind, by which scenarios address it.
  virtual std::string describe(NodeId node, SocketName socket, Direction direction,
                               Frames const& frames) = 0;
};

/// A run as lines: `10.001  d  timer  host_silent`, that is instant, node, word and text. The story
/// has what a reader needs: messages as they leave, those that never arrive, what befalls nodes,
/// remarks. The full trace has every input and output.
class Trace final : public Observer {
 public:
  enum class Detail : std::uint8_t { story, full };

  /// Keeps the last `lines_max` lines.
  Trace(World const& world, Describer& describer, Detail detail, std::size_t lines_max = SIZE_MAX)
      : world_(world), describer_(describer), detail_(detail), lines_max_(lines_max) {}

  std::deque<std::string> const& lines() const { return lines_; }
  /// All of them, each ended by a newline.
  std::string text() const;

  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_output(VirtualTime now, NodeId node, Output const& output) override;
  void on_node(VirtualTime now, NodeId node, NodeEvent event) override;
  void on_network(VirtualTime now, NetworkEvent const& event) override;
  void on_note(VirtualTime now, NodeId node, std::string_view word, std::string_view text) override;

 private:
  void line(VirtualTime now, NodeId node, std::string_view word, std::string_view text);
  std::string name(NodeId node) const;
  bool full() const { return detail_ == Detail::full; }
  void on_message_event(VirtualTime now, NetworkEvent const& event);

  World const& world_;
  Describer& describer_;
  Detail detail_;
  std::size_t lines_max_;
  std::deque<std::string> lines_;
};

}  // namespace drydock::simulator
