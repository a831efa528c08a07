#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <iostream>

#include "program/verb.hpp"
#include "simulator/campaign/seed_text.hpp"
#include "simulator/campaign/simulate.hpp"
#include "simulator/moor/marks.hpp"
#include "simulator/moor/moor_protocol.hpp"

namespace drydock::program {
namespace {

using simulator::CampaignSettings;
using simulator::SimulateOptions;

Result<std::uint64_t> parse_count(std::string_view text) {
  std::uint64_t count = 0;
  char const* const last = text.data() + text.size();
  auto const [end, problem] = std::from_chars(text.data(), last, count);
  if (problem == std::errc{} && end == last) return count;
  return fail(fmt::format("'{}' is no number", text));
}

/// `2/5`: the second of five.
Result<void> parse_shard(std::string_view text, CampaignSettings& campaign) {
  std::size_t const slash = std::min(text.find('/'), text.size());
  auto const shard = parse_count(text.substr(0, slash));
  auto const shards = parse_count(text.substr(std::min(slash + 1, text.size())));
  if (!shard || !shards || *shard < 1 || *shard > *shards) {
    return fail(fmt::format("'{}' is no share such as 2/5, the second of five", text));
  }
  campaign.shard = *shard - 1;
  campaign.shards = *shards;
  return {};
}

std::string defect_text() {
  std::string text = "Defects:\n";
  for (simulator::NamedDefect const& defect : simulator::MoorProtocol{}.defects()) {
    text += fmt::format("  {:<25}  {:<5}  {}\n", defect.name, defect.source, defect.what);
  }
  return text;
}

void add_campaign_flags(CommandLine& line, CampaignSettings& campaign, Duration& time_max,
                        std::optional<std::uint64_t>& runs) {
  line.option("--seed", "1", "the first seed: a number, 0x and hexadecimal, or a commit's hash",
              [&campaign](std::string const& text) -> Result<void> {
                auto const seed = simulator::parse_seed(text);
                if (!seed) return tl::make_unexpected(seed.error());
                campaign.first = *seed;
                return {};
              });
  line.option("--runs", "1", "how many seeds, from the first on",
              [&runs](std::string const& text) -> Result<void> {
                auto const count = parse_count(text);
                if (!count) return tl::make_unexpected(count.error());
                runs = *count;
                return {};
              });
  line.option("--for", time_max, "real seconds after which no further run begins");
  line.option("-j,--jobs", campaign.jobs, "runs at one time");
  line.flag("--twice", campaign.twice, "do each run twice, and name the first event that differs");
  line.option("--profile", campaign.draw.profile, "robust, compatible or strict");
  line.option("--shard", "1/1", "which share of the seeds: 2/5 is the second of five",
              [&campaign](std::string const& text) { return parse_shard(text, campaign); });
  line.option(
      "--defect", "", "a mistake of the machines (see below); may be given more than once",
      [&campaign](std::string const& name) -> Result<void> {
        campaign.draw.defects.push_back(name);
        return {};
      },
      true);
  line.footer(defect_text());
}

}  // namespace

int run_simulate(Arguments const& arguments) {
  SimulateOptions options;
  Arguments files;
  Duration time_max{0};
  std::optional<std::uint64_t> runs;
  bool merges = false;
  CommandLine line{"simulate",
                   "Runs a scenario or, without one, draws whole runs from seeds. Scenarios of "
                   "failures are written into failures/."};
  line.arguments("file", files, "a scenario; runs are drawn from seeds without it");
  add_campaign_flags(line, options.campaign, time_max, runs);
  line.flag("--json", options.json, "one line of JSON for each run");
  line.option("--results", options.results,
              "append each run's line of JSON to this file, and run no seed that is in it");
  line.flag("--merge", merges, "sum up files of results, the shares of one campaign");
  if (auto const code = line.parse(arguments)) return *code;
  if (merges) {
    if (files.empty()) return refuse("simulate", "--merge needs files that --results wrote");
    options.merge = files;
  } else if (files.size() > 1) {
    return refuse("simulate", "one scenario at a time; replay takes many");
  } else if (!files.empty()) {
    options.file = files.front();
  }
  options.marks = simulator::moor_marks();
  if (time_max > Duration{0}) {
    options.campaign.time_max = time_max;
    options.campaign.runs = runs;  // Without --runs, as many as there is time for.
  } else {
    options.campaign.runs = runs.value_or(1);
  }
  options.progress = isatty(STDERR_FILENO) == 1;
  return simulator::run_simulate(options, simulator::MoorProtocol{}, std::cout, std::cerr);
}

}  // namespace drydock::program
