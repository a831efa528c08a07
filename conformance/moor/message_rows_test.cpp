#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "conformance/moor/daemon/suite.hpp"
#include "conformance/moor/message_rows.hpp"
#include "conformance/moor/suite.hpp"
#include "conformance/moor/tests_in_tree.hpp"
#include "simulator/campaign/campaign.hpp"
#include "simulator/moor/moor_protocol.hpp"
#include "simulator/moor/people/message_census.hpp"

// That the table of messages says what is: a row for each member that the schema has, files that
// mention it, tests and cases that there are, and what a campaign saw of it. MESSAGES.md is the
// table for people.

namespace drydock::conformance {
namespace {

namespace fs = std::filesystem;
using simulator::message_unions;
using simulator::MessageCensus;
using simulator::MessageUnion;

constexpr char const* root = DRYDOCK_SOURCE_DIR;
constexpr char const* page = DRYDOCK_SOURCE_DIR "/reference/moor/MESSAGES.md";
constexpr std::uint64_t runs = 400;
constexpr std::uint64_t strict_runs = 200;

std::vector<MessageRow> const& message_rows() {
  static std::vector<MessageRow> const all = [] {
    std::vector<MessageRow> rows;
    for (auto const& some : {request_rows(), reply_rows(), event_rows()}) {
      rows.insert(rows.end(), some.begin(), some.end());
    }
    return rows;
  }();
  return all;
}

std::string read_file(std::string const& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

// What campaigns see.

/// mooR's protocol with somebody who counts.
class CountedProtocol final : public simulator::Protocol {
 public:
  explicit CountedProtocol(MessageCensus& census) : census_(census) {}
  std::vector<std::string_view> profiles() const override { return inner_.profiles(); }
  std::vector<simulator::NamedDefect> defects() const override { return inner_.defects(); }
  Draw draw(Rng rng, Duration lasts, std::string_view profile) const override {
    return inner_.draw(rng, lasts, profile);
  }
  Result<std::unique_ptr<simulator::Play>> begin(simulator::Scenario const& scenario,
                                                 simulator::Verdict& verdict) const override {
    auto play = inner_.begin(scenario, verdict);
    if (!play) return play;
    for (std::size_t at = 0; at < scenario.nodes.size(); ++at) {
      bool const is_daemon = scenario.nodes[at].kind == "daemon";
      if (is_daemon) census_.watch(simulator::NodeId{static_cast<std::uint32_t>(at)});
    }
    return Result<std::unique_ptr<simulator::Play>>{
        std::make_unique<CountedPlay>(*std::move(play), census_)};
  }

 private:
  class CountedPlay final : public simulator::Play {
   public:
    CountedPlay(std::unique_ptr<simulator::Play> inner, MessageCensus& census)
        : inner_(std::move(inner)), census_(census) {}
    void enter(simulator::World& world) override {
      inner_->enter(world);
      world.watch(census_);
    }
    Result<simulator::MachineFactory> machine(simulator::World& world,
                                              simulator::NodeDeclaration const& node) override {
      return inner_->machine(world, node);
    }
    std::optional<Result<simulator::Action>> command(simulator::World& world, std::string_view verb,
                                                     simulator::Words& words) override {
      return inner_->command(world, verb, words);
    }
    std::vector<simulator::Checker*> checkers() override { return inner_->checkers(); }
    void begin_settling(simulator::World& world) override { inner_->begin_settling(world); }
    bool is_settled(simulator::World const& world) override { return inner_->is_settled(world); }
    std::string describe(simulator::NodeId node, SocketName socket, simulator::Direction direction,
                         Frames const& frames) override {
      return inner_->describe(node, socket, direction, frames);
    }

   private:
    std::unique_ptr<simulator::Play> inner_;
    MessageCensus& census_;
  };

  simulator::MoorProtocol inner_;
  MessageCensus& census_;
};

void count_runs(MessageCensus& census, std::uint64_t seeds, std::string const& profile) {
  CountedProtocol const protocol{census};
  simulator::DrawSettings settings;
  settings.profile = profile;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto const report = simulator::run_once(
        simulator::draw_scenario(protocol, Seed{seed}, settings), protocol, false);
    EXPECT_TRUE(report.has_value()) << "seed " << seed;
  }
}

/// Of as many runs as the page says.
MessageCensus const& census() {
  static MessageCensus const counted = [] {
    MessageCensus fresh;
    count_runs(fresh, runs, "robust");
    count_runs(fresh, strict_runs, "strict");
    return fresh;
  }();
  return counted;
}

std::uint64_t count_of(MessageRow const& row) {
  for (MessageUnion const& one : message_unions()) {
    auto const& members = one.members;
    auto const found = std::find(members.begin(), members.end(), row.name);
    if (one.name != row.union_name || found == members.end()) continue;
    return census().count(one.name, static_cast<std::size_t>(found - members.begin()));
  }
  return 0;
}

/// 1 for what passed less than ten times, 10 for less than a hundred.
std::uint64_t magnitude(std::uint64_t count) {
  std::uint64_t power = 1;
  while (count >= power * 10) power *= 10;
  return count == 0 ? 0 : power;
}

// What is to hold.

TEST(MessageRows, AreAllThatTheSchemaHas) {
  std::vector<std::string> expected;
  for (MessageUnion const& one : message_unions()) {
    for (std::string const& member : one.members) {
      expected.push_back(fmt::format("{}.{}", one.name, member));
    }
  }
  std::vector<std::string> found;
  for (MessageRow const& row : message_rows()) {
    found.push_back(fmt::format("{}.{}", row.union_name, row.name));
  }
  EXPECT_EQ(found, expected);
}

TEST(MessageRows, EachFileMentionsItsMessage) {
  for (MessageRow const& row : message_rows()) {
    for (std::string_view const file : row.files) {
      std::string const text = read_file(fmt::format("{}/reference/moor/{}", root, file));
      std::regex const word{fmt::format("\\b{}\\b", row.name)};
      EXPECT_TRUE(std::regex_search(text, word)) << file << " says nothing of " << row.name;
    }
  }
}

TEST(MessageRows, EachTestIsInTheTree) {
  std::set<std::string> const tests = tests_in_tree(root);
  for (MessageRow const& row : message_rows()) {
    for (std::string_view const name : row.tests) {
      EXPECT_TRUE(tests.contains(std::string(name))) << row.name << " names " << name;
    }
  }
}

TEST(MessageRows, EachPropertyHasAChecker) {
  for (MessageRow const& row : message_rows()) {
    for (std::string_view const name : row.checkers) {
      EXPECT_TRUE(fs::exists(fmt::format("{}/simulator/moor/checkers/{}.hpp", root, name)))
          << row.name << " names " << name;
    }
  }
}

TEST(MessageRows, EachCaseIsInASuite) {
  std::set<std::string> ids;
  for (Suite const* suite : {&worker_suite(), &daemon_suite()}) {
    for (Case const* one : suite->cases) ids.insert(one->id());
  }
  for (MessageRow const& row : message_rows()) {
    for (std::string_view const id : row.cases) {
      EXPECT_TRUE(ids.contains(std::string(id))) << row.name << " names " << id;
    }
  }
}

TEST(MessageRows, EachIsHandledAndTestedOrSaysWhyNot) {
  for (MessageRow const& row : message_rows()) {
    if (!row.note.empty()) continue;
    EXPECT_FALSE(row.files.empty()) << row.name << " is handled nowhere, without a word why";
    EXPECT_FALSE(row.tests.empty()) << row.name << " is tested nowhere, without a word why";
  }
}

// The page for people.

/// Parts one to a line of a cell.
template <class Words>
std::string lines_of(Words const& words, std::string_view mark) {
  std::string text;
  for (auto const& word : words) {
    text += fmt::format("{}{}{}{}", text.empty() ? "" : "<br>", mark, word, mark);
  }
  return text;
}

std::string simulated_cell(MessageRow const& row, std::uint64_t power) {
  if (power == 0) return "**no**";
  std::string text = power == 1 ? "now and then" : fmt::format("{}", power);
  if (!row.checkers.empty()) text += "<br>" + lines_of(row.checkers, "`");
  return text;
}

std::string row_text(MessageRow const& row, std::uint64_t power) {
  return fmt::format("| {} | {} | {} | {} | {} | {} |\n", row.name, lines_of(row.files, ""),
                     lines_of(row.tests, ""), simulated_cell(row, power), lines_of(row.cases, "`"),
                     row.note);
}

std::string heading_of(std::string_view union_name, std::string_view previous) {
  if (union_name == previous) return "";
  return fmt::format(
      "\n## {}\n\n| message | handled in | tests | simulated | cases | what is missing |\n"
      "|---|---|---|---|---|---|\n",
      union_name);
}

std::string introduction() {
  return fmt::format(
      "# The messages of hosts and clients: handled, tested, simulated\n"
      "\n"
      "A row for each member of the schema's unions of requests, replies and events. Files are "
      "below `reference/moor`;\n"
      "tests are ours. *Simulated* is counted, not claimed: how often the message passed a "
      "daemon's sockets in {}\n"
      "drawn runs and {} strict ones (100 stands for anything from 100 to 999), and below that "
      "the properties of the\n"
      "simulator (`simulator/moor/checkers`) that are about it. Cases are those of `drydock "
      "conform`.\n"
      "\n"
      "`conformance/moor/message_rows_*.cpp` are the source of this page, and `DRYDOCK_RENEW=1 "
      "ctest -R MessageRows`\n"
      "renews it.\n",
      runs, strict_runs);
}

/// `DRYDOCK_RENEW=1 ctest -R MessageRows` writes the page. Counts near a power of ten may come to
/// stand on its other side without a renewal; what was seen and what was not has to be as written.
TEST(MessageRows, EachIsSimulatedAndThePageForPeopleSaysTheSame) {
  std::string text = introduction();
  std::string_view previous;
  std::string const there = read_file(page);
  for (MessageRow const& row : message_rows()) {
    text += heading_of(row.union_name, std::exchange(previous, row.union_name));
    std::uint64_t const measured = magnitude(count_of(row));
    EXPECT_TRUE(measured > 0 || !row.note.empty())
        << row.name << " passed in no run, without a word why";
    std::uint64_t shown = measured;
    for (std::uint64_t const near : {measured / 10, measured * 10}) {
      bool const is_written = there.find(row_text(row, near)) != std::string::npos;
      if (measured > 0 && near > 0 && is_written) shown = near;
    }
    text += row_text(row, shown);
  }
  if (std::getenv("DRYDOCK_RENEW") != nullptr) std::ofstream{page} << text;
  EXPECT_TRUE(read_file(page) == text)
      << page
      << " is not what the table says; if the table is right, run this with DRYDOCK_RENEW=1";
}

}  // namespace
}  // namespace drydock::conformance
