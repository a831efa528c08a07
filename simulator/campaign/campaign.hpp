#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>

#include "simulator/campaign/draw_scenario.hpp"
#include "simulator/campaign/seeded_run.hpp"

namespace drydock::simulator {

struct CampaignSettings {
  DrawSettings draw;
  Seed first{1};
  /// Seeds from `first` on; without end if absent, until `time_max`.
  std::optional<std::uint64_t> runs = 1;
  /// Real time after which no further run is begun.
  std::optional<Duration> time_max;
  std::size_t jobs = 1;
  /// Every run twice; without it those whose seed `sampled_every` divides.
  bool twice = false;
  std::uint64_t sampled_every = 10;
  /// Seeds that need no run any more.
  std::set<Seed> done = {};
  /// Of every `shards` seeds only the one numbered `shard`, from 0.
  std::uint64_t shard = 0;
  std::uint64_t shards = 1;
};

/// Draws and runs one scenario for each seed, in `jobs` child processes, so that a run which ends
/// our program costs that run only. `on_report` is called for each in the order of the seeds. Fails
/// if there can be no runs at all.
Result<void> run_campaign(CampaignSettings const& settings, Protocol const& protocol,
                          std::function<void(RunReport const&)> const& on_report);

}  // namespace drydock::simulator
