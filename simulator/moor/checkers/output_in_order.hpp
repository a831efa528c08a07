#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "simulator/moor/people/known_clients.hpp"

namespace drydock::simulator {

/// What a task shows comes in the order in which it was shown, each once and all before its end. It
/// is seen where somebody gives the command `lines N TAG`, of which each line is the tag and a
/// number. And of `spin` the output comes before the word that it was aborted, of `quit` before the
/// end of the connection. Source: EV-01, EV-10, EV-12, DC-38, HQ-31, HQ-48.
class OutputInOrder final : public ClientChecker {
 public:
  OutputInOrder(Verdict& verdict, KnownClients const& clients)
      : ClientChecker(verdict), clients_(clients) {}
  std::string_view name() const override { return "output_in_order"; }

  void on_call(VirtualTime now, ClientCall const& call) override;
  void on_answer(VirtualTime now, ClientCall const& call,
                 moor::ReplyResultUnion const& result) override;
  void on_event(VirtualTime now, Uuid const& client, moor::ClientEventUnion const& event) override;

 private:
  struct Lines {
    std::uint64_t lines = 0;
    Uuid client;
    bool ended = false;
  };
  using Heard = std::pair<Uuid, std::string>;  // By whom, which tag.

  void on_text(Uuid const& client, std::string const& text);
  void on_boot(VirtualTime now, Uuid const& client);
  void on_success(std::uint64_t task);

  KnownClients const& clients_;
  std::map<std::string, Lines> lines_;  // By tag.
  std::map<Heard, std::uint64_t> heard_;
  std::map<std::uint64_t, std::string> tags_;  // By task.
  std::set<std::uint64_t> ended_early_;        // Before the reply that names them.
  std::map<Uuid, std::int64_t> spinning_;      // Outputs of `spin` and other loops, less aborts.
  std::set<Uuid> quitting_;                    // Clients whose `quit` was accepted.
  std::set<Uuid> said_goodbye_;
  std::map<Uuid, VirtualTime> booting_;  // Who last might boot somebody, and when.
};

}  // namespace drydock::simulator
