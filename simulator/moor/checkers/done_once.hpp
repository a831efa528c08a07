#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "simulator/moor/people/client_wire.hpp"

namespace drydock::simulator {

/// What somebody types is not done more often than it was typed: a host does not repeat a command
/// or an expression of which it does not know whether it was taken. It shows where the line is
/// unlike all others. Source: H-09; hosts 3.3, "Repeats".
class DoneOnce final : public ClientChecker {
 public:
  using ClientChecker::ClientChecker;
  std::string_view name() const override { return "done_once"; }

  void on_note(VirtualTime now, NodeId node, std::string_view word, std::string_view text) override;
  void on_answer(VirtualTime now, ClientCall const& call,
                 moor::ReplyResultUnion const& result) override;

 private:
  struct Line {
    std::uint64_t typed = 0;
    std::uint64_t done = 0;
  };
  std::map<std::string, Line, std::less<>> lines_;
};

}  // namespace drydock::simulator
