#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "simulator/faults/fidelity.hpp"
#include "simulator/moor/moor_protocol.hpp"

// The page about faults, for people, and that it is true.

namespace drydock::simulator {
namespace {

constexpr char page[] = DRYDOCK_SOURCE_DIR "/simulator/FAULTS.md";
constexpr std::size_t faults_min = 40;

std::string read_file(std::filesystem::path const& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<FaultKind> all_faults() {
  std::vector<FaultKind> all(fault_kinds().begin(), fault_kinds().end());
  for (FaultKind const& kind : MoorProtocol{}.faults()) all.push_back(kind);
  return all;
}

bool is_of_libzmq(FaultKind const& kind) {
  return kind.family == "links" || kind.family == "ZeroMQ" || kind.name == "crash" ||
         kind.name == "stop" || kind.name == "pause" || kind.name == "slow" || kind.name == "flood";
}

Fidelity const* fidelity_of(FaultKind const& kind) {
  auto const rows = fidelity_rows();
  auto const row = std::find_if(rows.begin(), rows.end(),
                                [&](Fidelity const& one) { return one.fault == kind.name; });
  return row == rows.end() ? nullptr : &*row;
}

std::string shown_by(FaultKind const& kind) {
  Fidelity const* const row = fidelity_of(kind);
  if (row == nullptr) return "none of libzmq's business";
  return std::string(row->test.empty() ? row->note : row->test);
}

std::string page_text() {
  std::vector<FaultKind> const faults = all_faults();
  auto const holes = std::count_if(faults.begin(), faults.end(), [](FaultKind const& kind) {
    return shown_by(kind).starts_with("hole");
  });
  std::string text = fmt::format(
      "# The faults of the simulator\n"
      "\n"
      "Each can be a step of a scenario, at an instant (`at 3s clog w -- d`) or by meaning (`when "
      "the 3rd\n"
      "RequestResult of w leaves: clog w -- d`), and a campaign draws some kinds for each run, "
      "then some faults of those\n"
      "kinds. `heal` and `settle` end them all. What is legal is what real ZeroMQ, a real process "
      "or a real operator can\n"
      "produce. Fidelity: the test that plays the same over libzmq; a *hole* is where none does "
      "yet.\n"
      "\n"
      "{} faults, {} holes. `DRYDOCK_RENEW=1 ctest -R FaultTable` renews this page.\n",
      faults.size(), holes);
  std::string_view family;
  for (FaultKind const& kind : faults) {
    if (kind.family != family) {
      family = kind.family;
      text += fmt::format(
          "\n## {}\n\n| fault | commands | legal, because | fidelity |\n"
          "|---|---|---|---|\n",
          family);
    }
    text +=
        fmt::format("| {} | {} | {} | {} |\n", kind.name, kind.form, kind.legal, shown_by(kind));
  }
  return text;
}

TEST(FaultTable, ThePageForPeopleSaysTheSame) {
  std::string const text = page_text();
  if (std::getenv("DRYDOCK_RENEW") != nullptr) std::ofstream{page} << text;
  EXPECT_TRUE(read_file(page) == text)
      << page
      << " is not what the table says; if the table is right, run this with DRYDOCK_RENEW=1";
}

TEST(FaultTable, ThereAreAtLeast40EachWithItsRuleAndVerbs) {
  std::set<std::string_view> names;
  std::set<std::string_view> verbs;
  for (FaultKind const& kind : all_faults()) {
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
    EXPECT_FALSE(kind.legal.empty() || kind.form.empty() || kind.family.empty()) << kind.name;
    EXPECT_FALSE(kind.verbs.empty()) << kind.name;
    for (std::string_view const verb : kind.verbs) {
      EXPECT_TRUE(verbs.insert(verb).second) << verb << " is of two faults";
      EXPECT_NE(kind.form.find(verb), std::string_view::npos) << kind.name << " hides " << verb;
    }
  }
  EXPECT_GE(names.size(), faults_min);
}

TEST(FaultTable, WhatIsLibzmqsHasItsRowAndNoOther) {
  std::size_t rows = 0;
  for (FaultKind const& kind : all_faults()) {
    Fidelity const* const row = fidelity_of(kind);
    EXPECT_EQ(row != nullptr, is_of_libzmq(kind)) << kind.name;
    rows += row != nullptr ? 1 : 0;
    if (row == nullptr) continue;
    EXPECT_NE(row->test.empty(), row->note.empty()) << kind.name;
  }
  EXPECT_EQ(rows, fidelity_rows().size());
}

TEST(FaultTable, EachTestThatIsNamedIsThere) {
  std::string sources;
  for (auto const& entry : std::filesystem::recursive_directory_iterator(
           std::filesystem::path(DRYDOCK_SOURCE_DIR) / "simulator")) {
    if (entry.path().string().ends_with("_test.cpp")) sources += read_file(entry.path());
  }
  for (Fidelity const& row : fidelity_rows()) {
    std::size_t const dot = row.test.find('.');
    if (dot == std::string_view::npos) continue;
    std::string const named =
        fmt::format("({}, {})", row.test.substr(0, dot), row.test.substr(dot + 1));
    EXPECT_NE(sources.find(named), std::string::npos) << named;
  }
}

}  // namespace
}  // namespace drydock::simulator
