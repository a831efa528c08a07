#include "simulator/network/fidelity/both_worlds.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

namespace drydock::simulator::fidelity {
namespace {

/// Plays in one context have endpoints of different names.
std::string next_name() {
  static std::atomic<std::uint64_t> plays{0};
  return fmt::to_string(++plays);
}

std::string excerpt(Frame const& frame) {
  constexpr std::size_t shown_max = 20;
  if (frame.size() > shown_max) return fmt::format("{} bytes", frame.size());
  std::string text;
  for (std::uint8_t const byte : frame) {
    bool const is_plain = byte >= 32 && byte < 127;
    text += is_plain ? std::string(1, static_cast<char>(byte)) : fmt::format("\\{}", byte);
  }
  return text;
}

}  // namespace

BothWorlds::BothWorlds(LibzmqContext& context, Seed seed)
    : model_(seed), libzmq_(context, next_name()) {}

void BothWorlds::open(int who, SocketSpec const& spec) {
  open_.insert(who);
  for (Sockets* const world : each()) world->open(who, spec);
}

void BothWorlds::close(int who) {
  open_.erase(who);
  for (Sockets* const world : each()) world->close(who);
}

std::optional<std::string> BothWorlds::rest() {
  model_.rest();
  LibzmqSockets::Expected expected;
  for (int const who : open_) expected[who] = model_.connections(who);
  if (libzmq_.rest(expected)) return std::nullopt;
  for (auto const& [who, model] : expected) {
    Connections const real = libzmq_.connections(who);
    if (real == model) continue;
    return fmt::format(
        "s{} holds {} of {} connections that it made in the model, {} of {} in libzmq", who,
        model.held, model.made, real.held, real.made);
  }
  return "libzmq does not get done with a closed socket";
}

std::string_view word_of(Sent sent) {
  switch (sent) {
    case Sent::taken:
      return "taken";
    case Sent::would_block:
      return "would block";
    case Sent::not_its_turn:
      return "not its turn";
    case Sent::no_such_peer:
      return "no such peer";
  }
  return {};
}

std::string text_of(Frames const& frames) {
  std::vector<std::string> texts;
  for (Frame const& frame : frames) texts.push_back(excerpt(frame));
  return fmt::format("[{}]", fmt::join(texts, "|"));
}

}  // namespace drydock::simulator::fidelity
