#pragma once

#include <map>
#include <optional>
#include <set>

#include "simulator/moor/people/host_wire.hpp"

namespace drydock::simulator {

/// A line that was typed waits for the end of the command before it, for 10 s at most or until that
/// sleeps or asks for a line: no other task's end lets it go. Held for hosts with the usual wait.
/// Source: H-14, H-15, HQ-67.
class LinesWait final : public HostChecker {
 public:
  LinesWait(Verdict& verdict, Roles const& roles) : HostChecker(verdict), roles_(roles) {}
  std::string_view name() const override { return "lines_wait"; }

  void on_asked(VirtualTime now, NodeId host, ClientCall const& call) override;
  void on_told(VirtualTime now, NodeId host, ClientCall const& call,
               moor::ReplyResultUnion const& result) override;
  void on_heard(VirtualTime now, NodeId host, Uuid const& client,
                moor::ClientEventUnion const& event) override;

 private:
  struct Client {
    std::set<std::uint64_t> let_go;        // Tasks that ended, or sleep.
    std::optional<std::uint64_t> waiting;  // For this task.
    VirtualTime since{};
  };
  void let_go(Uuid const& client, std::uint64_t task);

  Roles const& roles_;
  std::map<Uuid, Client> clients_;
};

}  // namespace drydock::simulator
