#include "simulator/moor/checkers/pranks_are_refused.hpp"

#include <fmt/format.h>

#include "reference/moor/codec/host_codec.hpp"
#include "simulator/moor/people/prankster.hpp"

namespace drydock::simulator {
namespace {

std::string_view text_of(Prank::Kind kind) {
  switch (kind) {
    case Prank::Kind::take_over:
      break;
    case Prank::Kind::speak_as:
      return "detached a connection with the token of another";
    case Prank::Kind::answer_for:
      return "answered a request that was another player's";
    case Prank::Kind::reserved_id:
      return "has a client id that begins like the topic of all hosts";
    case Prank::Kind::unreadable_token:
      return "was taken for nobody with a token that is none";
  }
  return "was connected under a client id of another";
}

}  // namespace

void PranksAreRefused::on_input(VirtualTime, NodeId node, Input const& input) {
  auto const* received = std::get_if<Received>(&input);
  if (received == nullptr || !roles_.is(node, Role::prankster)) return;
  auto const prank = static_cast<Prankster const*>(world_.machine(node))->waits_for_reply_to();
  if (!prank || prank->kind == Prank::Kind::take_over) return;
  auto const reply = moor::decode_reply_result(received->frames.back());
  if (!reply || std::holds_alternative<moor::Failure>(reply->result)) return;
  fail(fmt::format("{} {}", world_.name(node), text_of(prank->kind)));
}

}  // namespace drydock::simulator
