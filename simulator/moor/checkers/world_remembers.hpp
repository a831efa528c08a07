#pragma once

#include <vector>

#include "simulator/moor/people/client_wire.hpp"

namespace drydock::simulator {

/// What was written and acknowledged is what is read, also after a crash; what was taken back or
/// failed is never read. Looks at the one property that only `Questions` writes. Source: DC-54,
/// hosts 3.4; design, "what was acknowledged as stored survives".
class WorldRemembers final : public ClientChecker {
 public:
  using ClientChecker::ClientChecker;
  std::string_view name() const override { return "world_remembers"; }

  void on_call(VirtualTime now, ClientCall const& call) override;
  void on_answer(VirtualTime now, ClientCall const& call,
                 moor::ReplyResultUnion const& result) override;

 private:
  bool is_known_ = false;
  std::vector<moor::Var> possible_;  // Once known: what was acknowledged last, and what may be.
  std::vector<moor::Var> unanswered_;
};

}  // namespace drydock::simulator
