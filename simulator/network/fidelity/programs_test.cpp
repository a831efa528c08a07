#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>

#include "simulator/network/fidelity/play.hpp"

// Programs of socket operations, drawn at random and played against the model and against libzmq.
// They are the same each time, unless DRYDOCK_FIDELITY_PROGRAMS says how many others to draw;
// RC_PARAMS can give the seed of those.

namespace drydock::simulator::fidelity {
namespace {

/// All of them alike from the first program on.
template <class T>
rc::Gen<T> at_full_size(rc::Gen<T> gen) {
  return rc::gen::resize(rc::kNominalSize, std::move(gen));
}

rc::Gen<int> between(int begin, int end) { return at_full_size(rc::gen::inRange(begin, end)); }
rc::Gen<int> below(int end) { return between(0, end); }

rc::Gen<Part> some_part(bool binds) {
  auto const mark = rc::gen::weightedElement<int>({{3, 1000}, {1, 1}, {1, 2}, {1, 3}, {1, 5}});
  return rc::gen::build<Part>(
      rc::gen::set(&Part::binds, rc::gen::just(binds)), rc::gen::set(&Part::type, below(2)),
      rc::gen::set(&Part::send_high_water_mark, mark),
      rc::gen::set(&Part::receive_high_water_mark, mark),
      rc::gen::set(&Part::limits_frames, rc::gen::weightedElement<bool>({{4, false}, {1, true}})));
}

rc::Gen<Step> some_step(rc::Gen<Verb> verb) {
  return rc::gen::build<Step>(
      rc::gen::set(&Step::verb, std::move(verb)), rc::gen::set(&Step::who, below(5)),
      rc::gen::set(&Step::what, below(12)), rc::gen::set(&Step::count, below(4)));
}

using Steps = std::vector<Step>;

/// One or two sockets that bind, one to three that connect, and 5 to 50 steps, of which the first
/// mostly bring them together.
rc::Gen<Program> some_program() {
  using enum Verb;
  auto const first = rc::gen::weightedElement<Verb>({{4, bind}, {7, connect}, {2, subscribe}});
  auto const later = rc::gen::weightedElement<Verb>({{3, bind},
                                                     {6, connect},
                                                     {40, send},
                                                     {26, receive},
                                                     {8, subscribe},
                                                     {4, unsubscribe},
                                                     {3, sever},
                                                     {2, disconnect},
                                                     {1, unbind},
                                                     {2, close},
                                                     {5, open}});
  return rc::gen::exec([first, later] {
    Program program;
    program.plot = *below(static_cast<int>(plots().size()));
    auto const parts = [](bool bind, int end) {
      return *rc::gen::container<std::vector<Part>>(static_cast<std::size_t>(*between(1, end)),
                                                    some_part(bind));
    };
    program.parts = parts(true, 3);
    auto const connecting = parts(false, 4);
    program.parts.insert(program.parts.end(), connecting.begin(), connecting.end());
    // Of the steps that come later, each can be left out when a failure is shrunk.
    program.steps = *rc::gen::container<Steps>(5, some_step(first));
    auto const rest = *rc::gen::resize(45, rc::gen::container<Steps>(some_step(later)));
    program.steps.insert(program.steps.end(), rest.begin(), rest.end());
    return program;
  });
}

rc::detail::TestParams wanted() {
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  char const* const others = std::getenv("DRYDOCK_FIDELITY_PROGRAMS");
  params.maxSuccess = others == nullptr ? 2000 : std::atoi(others);
  if (others == nullptr) params.seed = 1;
  return params;
}

TEST(Fidelity, TheModelAndLibzmqAgreeOnRandomPrograms) {
  LibzmqContext context;
  std::string found;
  std::size_t programs = 0;
  std::size_t steps = 0;
  std::size_t messages = 0;
  std::size_t refused = 0;
  auto const property = [&] {
    Program const program = *some_program();
    Played const played = play(program, context, Seed{1});
    ++programs;
    steps += played.steps;
    messages += played.messages;
    refused += played.refused;
    if (!played.disagreement) return;
    // The first as it was found: one that depends on timing cannot be shrunk.
    if (found.empty()) found = *played.disagreement;
    context.patience_max = std::chrono::milliseconds{200};
    RC_FAIL("\n" + *played.disagreement);
  };
  rc::detail::TestParams const params = wanted();
  auto const result =
      rc::detail::checkTestable(property, rc::detail::TestMetadata{"random programs", ""}, params);
  std::ostringstream told;
  rc::detail::printResultMessage(result, told);
  bool const agree = result.template is<rc::detail::SuccessResult>();
  EXPECT_TRUE(agree) << told.str() << "\nfound first:\n" << found;
  fmt::print("seed {}: {} programs, {} steps, {} messages received, {} sends refused: {}\n",
             params.seed, programs, steps, messages, refused,
             agree ? "the model and libzmq agree" : "a DISAGREEMENT");
}

}  // namespace
}  // namespace drydock::simulator::fidelity
