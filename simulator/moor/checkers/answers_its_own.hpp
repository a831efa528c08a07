#pragma once

#include <map>

#include "reference/core/uuid.hpp"
#include "simulator/moor/roles.hpp"
#include "simulator/scenario/checker.hpp"

namespace drydock::simulator {

/// Each worker hears the requests to all of them, and answers those that name it. Source: W-17.
class AnswersItsOwn final : public Checker {
 public:
  AnswersItsOwn(Verdict& verdict, Roles const& roles) : Checker(verdict), roles_(roles) {}
  std::string_view name() const override { return "answers_its_own"; }
  void on_output(VirtualTime now, NodeId node, Output const& output) override;

 private:
  void on_dispatch(Frames const& frames);
  void on_answer(Uuid const& worker, Uuid const& request);

  Roles const& roles_;
  std::map<Uuid, Uuid> workers_;  // By request: whom it names.
};

}  // namespace drydock::simulator
