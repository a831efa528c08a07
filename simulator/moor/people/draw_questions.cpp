#include "simulator/moor/people/draw_questions.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "simulator/faults/fault.hpp"
#include "simulator/moor/people/draw_people.hpp"
#include "simulator/moor/workloads/questions.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t visits_max = 3;
constexpr std::uint64_t questions_max = 15;

/// A question by way of a web host; `number` makes what it writes unlike anything else.
std::string draw_question(Rng& rng, std::uint64_t number) {
  std::vector<std::string_view> const kinds = Questions::kinds();
  switch (rng.below(8)) {
    case 0:
      return "attach";
    case 1:
      return fmt::format("write {{{}, \"lamp\"}}", number);
    case 2:
      return fmt::format("take-back {}", number);
    case 3:
      return fmt::format("write-and-fail {}", number);
    case 4:
      return "read";
    default:
      return std::string(kinds[rng.below(kinds.size())]);
  }
}

}  // namespace

void draw_questions(Rng rng, Duration lasts, Protocol::Draw& draw) {
  std::string const web = "b1";
  for (char const* message : {"UpdateProperty", "BatchWorldState", "Reattach", "Attach"}) {
    draw.messages.emplace_back(message, web);
  }
  draw.nodes.push_back({web, "web", {}, 0});
  draw.targets.processes.push_back(web);
  draw.targets.links.emplace_back(web, "d");
  std::uint64_t const visits = 1 + rng.below(visits_max);
  std::uint64_t number = 0;
  for (std::uint64_t visit = 0; visit < visits; ++visit) {
    Duration const begin = draw_duration(rng, 0s, lasts / 2);
    std::string const player = draw_player(rng);
    draw.steps.push_back(step_at(begin, fmt::format("visit {} {}", web, player)));
    std::uint64_t const questions = rng.below(questions_max + 1);
    for (std::uint64_t question = 0; question < questions; ++question) {
      Duration const at = draw_duration(rng, begin, lasts);
      std::string const kind = draw_question(rng, ++number);
      draw.steps.push_back(step_at(at, fmt::format("ask {} {}", web, kind)));
    }
  }
}

}  // namespace drydock::simulator
