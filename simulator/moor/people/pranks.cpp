#include "simulator/moor/people/pranks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace drydock::simulator {
namespace {

struct Named {
  std::string_view name;
  Prank::Kind kind;
  bool has_victim;
};
constexpr Named kinds[] = {
    {"take-over", Prank::Kind::take_over, true},
    {"speak-as", Prank::Kind::speak_as, true},
    {"answer-for", Prank::Kind::answer_for, true},
    {"reserved-id", Prank::Kind::reserved_id, false},
    {"unreadable-token", Prank::Kind::unreadable_token, false},
};

}  // namespace

Result<Action> Pranks::parse(Words& words) {
  Words const at_node = words;
  Result<NodeId> const node = words.node(world_);
  if (!node) return tl::make_unexpected(node.error());
  if (!roles_.is(*node, Role::prankster)) {
    return at_node.error(fmt::format("'{}' is no prankster", world_.name(*node)));
  }
  Words const at_kind = words;
  Result<std::string_view> const word = words.word("a prank");
  if (!word) return tl::make_unexpected(word.error());
  auto const kind = std::find_if(std::begin(kinds), std::end(kinds),
                                 [&](Named const& one) { return one.name == *word; });
  if (kind == std::end(kinds)) {
    return at_kind.error(
        fmt::format("'{}' is no prank: it is take-over, speak-as, answer-for, "
                    "reserved-id or unreadable-token",
                    *word));
  }
  std::string person;
  if (kind->has_victim) {
    Result<std::string_view> const victim = words.word("a person");
    if (!victim) return tl::make_unexpected(victim.error());
    person = *victim;
  }
  return Action{
      [this, node = *node, kind = kind->kind, person](World&) { play(node, kind, person); }};
}

void Pranks::play(NodeId prankster, Prank::Kind kind, std::string const& person) {
  Prank prank{kind};
  if (!person.empty()) {
    auto const place = people_.place_of(person);
    auto const victim = place ? victims_.find(*place) : victims_.end();
    if (victim == victims_.end()) return;
    prank.victim = victim->second.client;
    if (kind == Prank::Kind::answer_for) {
      if (!victim->second.request) return;
      prank.request = *victim->second.request;
    }
  }
  world_.prod(prankster, [&](VirtualTime, Machine& machine, Outbox& out) {
    static_cast<Prankster&>(machine).play(prank, out);
  });
}

void Pranks::on_shown(NodeId host, moor::host::Shown const& shown) {
  if (auto const* connected = std::get_if<moor::host::Connected>(&shown.event)) {
    victims_[{host, shown.user}] = {connected->client_id, std::nullopt};
  }
  auto const* request = std::get_if<moor::RequestInputEvent>(&shown.event);
  auto const victim = victims_.find({host, shown.user});
  if (victim == victims_.end()) return;
  if (request != nullptr) victim->second.request = request->request_id;
  if (std::holds_alternative<moor::host::Ended>(shown.event)) victims_.erase(victim);
}

}  // namespace drydock::simulator
