#include "simulator/real/agreement.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using Sequence = std::vector<History::Entry>;

Sequence const& sequence(Said const& said, std::string const& name) {
  static Sequence const none;
  auto const place = said.sequences.find(name);
  return place == said.sequences.end() ? none : place->second;
}

std::string text_at(Sequence const& sequence, std::size_t at) {
  if (at >= sequence.size()) return "nothing more";
  return fmt::format("{} at {}", sequence[at].text, to_text(sequence[at].at));
}

bool is_in_tail(History::Entry const& entry, Said const& said) {
  return entry.at >= said.ended_at - tail;
}

/// Whether it is only where the runs end that one sequence ends before `at` and the other does not.
bool is_cut_off(Sequence const& a, Said const& simulated, Sequence const& b, Said const& real,
                std::size_t at) {
  auto const is_late = [at](Sequence const& longer, Said const& its, Sequence const& shorter,
                            Said const& others) {
    return is_in_tail(longer[at], its) || (at > 0 && is_in_tail(shorter[at - 1], others));
  };
  return at < a.size() ? is_late(a, simulated, b, real) : is_late(b, real, a, simulated);
}

}  // namespace

std::optional<Difference> difference(std::string const& name, Said const& simulated,
                                     Said const& real) {
  Sequence const& a = sequence(simulated, name);
  Sequence const& b = sequence(real, name);
  for (std::size_t at = 0; at < std::max(a.size(), b.size()); ++at) {
    bool const in_both = at < a.size() && at < b.size();
    if (in_both && a[at].text == b[at].text) continue;
    if (!in_both && is_cut_off(a, simulated, b, real, at)) return std::nullopt;
    VirtualTime const when = at < a.size() ? a[at].at : b[at].at;
    return Difference{when, fmt::format("{}, number {}: simulated {}, real {}", name, at + 1,
                                        text_at(a, at), text_at(b, at))};
  }
  return std::nullopt;
}

std::map<std::string, Difference> differences(Said const& simulated, Said const& real) {
  std::map<std::string, Difference> found;
  for (Said const* const said : {&simulated, &real}) {
    for (auto const& [name, entries] : said->sequences) {
      if (auto const one = difference(name, simulated, real)) found.emplace(name, *one);
    }
  }
  return found;
}

}  // namespace drydock::simulator
