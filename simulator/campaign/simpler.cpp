#include "simulator/campaign/simpler.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "simulator/faults/fault.hpp"
#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    std::size_t const end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::string joined(std::vector<std::string> const& words) {
  std::string text;
  for (std::string const& word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

bool names(Step const& step, std::string const& node) {
  bool const waits = step.kind == Step::Kind::when;
  if (waits && (step.when.sender == node || step.when.receiver == node)) return true;
  std::vector<std::string> const words = words_of(step.command);
  return std::find(words.begin(), words.end(), node) != words.end();
}

/// One item after the other is left out.
template <class Item>
bool each_left_out(Scenario const& scenario, std::vector<Item> Scenario::* items,
                   TakeScenario const& take) {
  for (std::size_t at = 0; at < (scenario.*items).size(); ++at) {
    Scenario less = scenario;
    (less.*items).erase((less.*items).begin() + static_cast<std::ptrdiff_t>(at));
    if (take(std::move(less))) return true;
  }
  return false;
}

bool each_setting_left_out(Scenario const& scenario, TakeScenario const& take) {
  for (std::size_t node = 0; node < scenario.nodes.size(); ++node) {
    for (std::size_t at = 0; at < scenario.nodes[node].settings.size(); ++at) {
      Scenario less = scenario;
      auto& settings = less.nodes[node].settings;
      settings.erase(settings.begin() + static_cast<std::ptrdiff_t>(at));
      if (take(std::move(less))) return true;
    }
  }
  return false;
}

// What is simpler than a value: each is smaller, or as large and rounder, so that it comes to an
// end.

std::vector<Duration> simpler_than(Duration time) {
  std::vector<Duration> all;
  auto const add = [&](Duration candidate) {
    bool const is_new = std::find(all.begin(), all.end(), candidate) == all.end();
    if (candidate > 0s && candidate < time && is_new) all.push_back(candidate);
  };
  add(1s);
  Duration const half = time / 2;
  add(half - half % Duration{1s});
  Duration const most = time - time / 16;
  add(most - most % Duration{1s});
  add(time - time % Duration{1s});
  add(time - time % Duration{100ms});
  return all;
}

std::vector<std::uint64_t> simpler_than(std::uint64_t number) {
  std::vector<std::uint64_t> all;
  if (number < 2) return all;
  for (std::uint64_t const candidate :
       {std::uint64_t{1}, number / 2, number - std::max<std::uint64_t>(number / 16, 1)}) {
    bool const is_new = std::find(all.begin(), all.end(), candidate) == all.end();
    if (is_new) all.push_back(candidate);
  }
  return all;
}

std::vector<std::string> simpler_count(std::string_view word) {
  std::vector<std::string> all;
  std::uint64_t number = 0;
  char const* const last = word.data() + word.size();
  auto const [end, problem] = std::from_chars(word.data(), last, number);
  if (problem != std::errc{} || end != last) return all;
  for (std::uint64_t const less : simpler_than(number)) all.push_back(std::to_string(less));
  return all;
}

std::vector<std::string> simpler_than(std::string_view word) {
  std::vector<std::string> all;
  if (word == "--") return {"->", "<-"};
  bool const is_signed = word.starts_with('+') || word.starts_with('-');
  Result<Duration> const time = parse_duration(is_signed ? word.substr(1) : word);
  if (!time) return all;
  std::string const sign(is_signed ? word.substr(0, 1) : "");
  for (Duration const less : simpler_than(*time)) all.push_back(sign + to_text(less));
  return all;
}

/// `A <- B` is written the other way round.
std::string turned(std::vector<std::string> words) {
  auto const arrow = std::find(words.begin(), words.end(), "<-");
  if (arrow != words.end() && arrow != words.begin() && arrow + 1 != words.end()) {
    std::swap(*(arrow - 1), *(arrow + 1));
    *arrow = "->";
  }
  return joined(words);
}

class Simpler {
 public:
  Simpler(Scenario const& scenario, TakeScenario const& take) : scenario_(scenario), take_(take) {}

  bool run() {
    for (std::size_t at = 0; at < scenario_.steps.size(); ++at) {
      if (times(at) || occasions(at) || commands(at)) return true;
    }
    return settings() || fewer_players() || first_seed();
  }

 private:
  template <class Change>
  bool with(Change const& change) const {
    Scenario simpler = scenario_;
    change(simpler);
    return take_(std::move(simpler));
  }

  bool times(std::size_t at) const {
    Step const& step = scenario_.steps[at];
    if (step.kind != Step::Kind::at && step.kind != Step::Kind::run) return false;
    std::vector<Duration> const less = simpler_than(step.time);
    return std::any_of(less.begin(), less.end(), [&](Duration time) {
      return with([&](Scenario& simpler) { simpler.steps[at].time = time; });
    });
  }

  bool occasions(std::size_t at) const {
    Step const& step = scenario_.steps[at];
    if (step.kind != Step::Kind::when) return false;
    for (std::uint64_t const ordinal : simpler_than(step.when.ordinal)) {
      if (with([&](Scenario& simpler) { simpler.steps[at].when.ordinal = ordinal; })) return true;
    }
    return step.when.receiver &&
           with([&](Scenario& simpler) { simpler.steps[at].when.receiver.reset(); });
  }

  bool commands(std::size_t at) const {
    std::vector<std::string> const words = words_of(scenario_.steps[at].command);
    // The numbers of a workload are its content, and tell one request from another.
    bool const counts = !words.empty() && find_fault(words.front()) != nullptr;
    for (std::size_t word = 1; word < words.size(); ++word) {
      std::vector<std::string> all = simpler_than(std::string_view(words[word]));
      if (counts && all.empty()) all = simpler_count(words[word]);
      for (std::string const& less : all) {
        std::vector<std::string> changed = words;
        changed[word] = less;
        std::string const command = turned(std::move(changed));
        if (with([&](Scenario& simpler) { simpler.steps[at].command = command; })) return true;
      }
    }
    return false;
  }

  bool settings() const {
    for (std::size_t node = 0; node < scenario_.nodes.size(); ++node) {
      for (std::size_t at = 0; at < scenario_.nodes[node].settings.size(); ++at) {
        std::string const& value = scenario_.nodes[node].settings[at].second;
        for (std::string const& less : simpler_than(std::string_view(value))) {
          auto const assign = [&](Scenario& simpler) {
            simpler.nodes[node].settings[at].second = less;
          };
          if (with(assign)) return true;
        }
      }
    }
    return false;
  }

  /// One node plays the part of a later one of its kind, which goes.
  bool fewer_players() const {
    for (std::size_t later = 1; later < scenario_.nodes.size(); ++later) {
      for (std::size_t earlier = 0; earlier < later; ++earlier) {
        if (scenario_.nodes[earlier].kind != scenario_.nodes[later].kind) continue;
        if (with([&](Scenario& simpler) { replace(simpler, later, earlier); })) return true;
      }
    }
    return false;
  }

  static void replace(Scenario& scenario, std::size_t later, std::size_t earlier) {
    std::string const from = scenario.nodes[later].name;
    std::string const to = scenario.nodes[earlier].name;
    scenario.nodes.erase(scenario.nodes.begin() + static_cast<std::ptrdiff_t>(later));
    for (Step& step : scenario.steps) {
      if (step.when.sender == from) step.when.sender = to;
      if (step.when.receiver == from) step.when.receiver = to;
      std::vector<std::string> words = words_of(step.command);
      std::replace(words.begin(), words.end(), from, to);
      step.command = joined(words);
    }
  }

  bool first_seed() const {
    return scenario_.seed != Seed{1} && with([](Scenario& simpler) { simpler.seed = Seed{1}; });
  }

  Scenario const& scenario_;
  TakeScenario const& take_;
};

}  // namespace

Scenario without_node(Scenario scenario, std::size_t node) {
  std::string const name = scenario.nodes[node].name;
  scenario.nodes.erase(scenario.nodes.begin() + static_cast<std::ptrdiff_t>(node));
  std::erase_if(scenario.steps, [&](Step const& step) { return names(step, name); });
  return scenario;
}

bool leave_one_out(Scenario const& scenario, TakeScenario const& take) {
  for (std::size_t node = 0; node < scenario.nodes.size(); ++node) {
    if (take(without_node(scenario, node))) return true;
  }
  if (each_left_out(scenario, &Scenario::steps, take)) return true;
  if (each_left_out(scenario, &Scenario::nodes, take)) return true;
  if (each_setting_left_out(scenario, take)) return true;
  if (each_left_out(scenario, &Scenario::defects, take)) return true;
  Scenario less = scenario;
  less.profile.clear();
  if (!scenario.profile.empty() && take(std::move(less))) return true;
  less = scenario;
  less.link = LinkSettings{};
  return !(scenario.link == LinkSettings{}) && take(std::move(less));
}

bool make_one_simpler(Scenario const& scenario, TakeScenario const& take) {
  return Simpler(scenario, take).run();
}

}  // namespace drydock::simulator
