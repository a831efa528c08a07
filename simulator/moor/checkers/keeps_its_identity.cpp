#include "simulator/moor/checkers/keeps_its_identity.hpp"

#include "reference/moor/enrollment/enrollment_messages.hpp"
#include "simulator/faults/fault.hpp"

namespace drydock::simulator {
namespace {

/// The second word of a command.
std::string_view whom(std::string_view text) {
  text.remove_prefix(std::min(text.find(' '), text.size()));
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return text.substr(0, text.find(' '));
}

bool touches_files(std::string_view text) {
  FaultKind const* const fault = find_fault(text.substr(0, text.find(' ')));
  return fault != nullptr && (fault->family == "storage" || fault->name == "kill-between-writes");
}

}  // namespace

void KeepsItsIdentity::on_output(VirtualTime, NodeId node, Output const& output) {
  auto const* send = std::get_if<Send>(&output);
  if (send == nullptr || send->to.socket != "enrollment") return;
  if (!roles_.is(node, Role::worker) && !roles_.is(node, Role::host)) return;
  auto const request = moor::enrollment::decode_enrollment_request(send->frames.back());
  if (!request) return;
  asked_with_[node] = request->curve_public_key;
  auto const stored = stored_.find(node);
  bool const is_other = stored != stored_.end() && stored->second != request->curve_public_key;
  if (is_other && !spoilt_.contains(world_.name(node))) {
    fail(world_.name(node) + " has an identity, and enrolls with another key");
  }
  if (!request->service_id) return;
  auto const [id, is_first] = ids_.try_emplace(node, *request->service_id);
  if (!is_first && id->second != *request->service_id) {
    fail(world_.name(node) + " asks in the name of another than before");
  }
}

void KeepsItsIdentity::on_node(VirtualTime, NodeId node, NodeEvent event) {
  if (event == NodeEvent::crashed || event == NodeEvent::exited) ids_.erase(node);
}

void KeepsItsIdentity::on_note(VirtualTime, NodeId node, std::string_view word,
                               std::string_view text) {
  if (word == "do" && touches_files(text)) spoilt_.emplace(whom(text));
  if (word != "write" || text.find("identity.json") == std::string_view::npos) return;
  if (auto const asked = asked_with_.find(node); asked != asked_with_.end()) {
    stored_[node] = asked->second;
  }
}

}  // namespace drydock::simulator
