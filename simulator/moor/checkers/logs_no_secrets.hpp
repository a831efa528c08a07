#pragma once

#include <deque>
#include <set>
#include <string>

#include "simulator/moor/daemon_wire.hpp"
#include "simulator/moor/roles.hpp"

namespace drydock::simulator {

/// No log has in it what others must not learn: tokens, secret keys, and what callers ask. Source:
/// ST-12, TS-19, UQ-39, W-42.
class LogsNoSecrets final : public Checker {
 public:
  LogsNoSecrets(Verdict& verdict, Roles const& roles) : Checker(verdict), roles_(roles) {}
  std::string_view name() const override { return "logs_no_secrets"; }
  void on_input(VirtualTime now, NodeId node, Input const& input) override;
  void on_output(VirtualTime now, NodeId node, Output const& output) override;

 private:
  void learn(Send const& send);
  void learn(SocketSpec const& spec);
  void learn_enrollment(ByteView payload);
  void add(std::string secret);
  void look_for(std::string const& secret, std::string const& log);

  Roles const& roles_;
  std::set<std::string> secrets_;
  std::deque<std::string> logs_;  // The last ones: what is secret may show later.
};

}  // namespace drydock::simulator
