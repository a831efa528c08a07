#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "simulator/campaign/campaign.hpp"
#include "simulator/campaign/draw_scenario.hpp"
#include "simulator/moor/moor_protocol.hpp"

namespace drydock::simulator {

/// What a seed's run comes to, in a profile and with the defects that are switched on; with `twice`
/// two runs that have to be the same.
inline RunReport run_drawn(std::uint64_t seed, std::string profile = "robust",
                           std::vector<std::string> defects = {}, bool twice = false) {
  DrawSettings settings;
  settings.profile = std::move(profile);
  settings.defects = std::move(defects);
  MoorProtocol const protocol;
  Result<RunReport> report =
      run_once(draw_scenario(protocol, Seed{seed}, settings), protocol, twice);
  EXPECT_TRUE(report) << report.error().message;
  return *std::move(report);
}

}  // namespace drydock::simulator
