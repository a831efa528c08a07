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
  constexpr int hundredths = 100;
  return entry.at >= said.ended_at - tail - said.ended_at.time_since_epoch() / hundredths;
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

/// What an entry says, and the how-many-th it is that says so.
using Label = std::pair<std::string, std::size_t>;
using Places = std::map<Label, std::size_t>;

std::vector<Label> labels_of(Sequence const& sequence) {
  std::map<std::string, std::size_t> said;
  std::vector<Label> labels;
  for (History::Entry const& entry : sequence) labels.emplace_back(entry.text, said[entry.text]++);
  return labels;
}

Places places_of(Sequence const& sequence) {
  Places places;
  for (Label& label : labels_of(sequence)) places.emplace(std::move(label), places.size());
  return places;
}

/// Whether all that `sequence` has and the other has not is where its run ends.
bool has_no_more(Sequence const& sequence, Said const& its, Places const& others) {
  std::vector<Label> const labels = labels_of(sequence);
  for (std::size_t at = 0; at < labels.size(); ++at) {
    if (!others.contains(labels[at]) && !is_in_tail(sequence[at], its)) return false;
  }
  return true;
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

bool is_in_their_order(std::string const& name, std::vector<Said> const& runs, Said const& real) {
  Sequence const& said = sequence(real, name);
  Places const places = places_of(said);
  std::vector<Places> all;
  bool is_in_one = false;
  for (Said const& run : runs) {
    Sequence const& own = sequence(run, name);
    all.push_back(places_of(own));
    is_in_one = is_in_one || (has_no_more(own, run, places) && has_no_more(said, real, all.back()));
  }
  std::vector<Label> const labels = labels_of(said);
  auto const is_never_first = [&](Label const& first, Label const& second) {
    bool any = false;
    for (Places const& run : all) {
      auto const a = run.find(first);
      auto const b = run.find(second);
      if (a == run.end() || b == run.end()) continue;
      if (a->second < b->second) return false;
      any = true;
    }
    return any;
  };
  for (std::size_t at = 0; is_in_one && at < labels.size(); ++at) {
    for (std::size_t later = at + 1; is_in_one && later < labels.size(); ++later) {
      is_in_one = !is_never_first(labels[at], labels[later]);
    }
  }
  return is_in_one;
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
