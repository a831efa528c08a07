#include "simulator/moor/checkers/calm.hpp"

#include "simulator/faults/fault.hpp"
#include "simulator/moor/trust/trust_commands.hpp"

namespace drydock::simulator {

void Calm::on_note(std::string_view word, std::string_view text) {
  std::string_view const verb = text.substr(0, text.find(' '));
  bool const is_fault = word == "do" && (find_fault(verb) != nullptr ||
                                         TrustCommands::knows(verb) || verb == "prank");
  if (is_fault) is_over_ = true;
}

}  // namespace drydock::simulator
