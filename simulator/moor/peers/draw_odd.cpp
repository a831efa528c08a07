#include "simulator/moor/peers/draw_odd.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/moor/peers/odd_kinds.hpp"

namespace drydock::simulator {
namespace {

struct OddSpot {
  std::string node;
  char const* socket;
  Place place;
};

std::vector<std::string> names_of(Protocol::Draw const& draw, std::string_view kind) {
  std::vector<std::string> names;
  for (NodeDeclaration const& node : draw.nodes) {
    if (node.kind == kind) names.push_back(node.name);
  }
  return names;
}

std::vector<OddSpot> odd_spots(Rng& rng, std::string_view profile, Protocol::Draw const& draw) {
  std::vector<std::string> const workers = names_of(draw, "worker");
  std::vector<std::string> const hosts = names_of(draw, "host");
  std::vector<OddSpot> all{{"d", "dispatch", Place::dispatch}, {"d", "callers", Place::callers}};
  if (profile == "strict") {
    all.push_back({"d", "enrollment", Place::enrollment});
    all.push_back({draw_one(rng, workers), "enrollment", Place::enrollment_reply});
  } else {
    all.push_back({"d", "control", Place::control});
    if (!hosts.empty()) all.push_back({"d", "rpc", Place::rpc});
  }
  all.push_back({draw_one(rng, workers), "control", Place::control_reply});
  if (hosts.empty()) return all;
  all.push_back({"d", "events", Place::events});
  all.push_back({draw_one(rng, hosts), "rpc0", Place::rpc_reply});
  return all;
}

bool is_drawn(OddKind const& kind, std::string_view profile) {
  return kind.drawn_in == DrawnIn::all ||
         (kind.drawn_in == DrawnIn::not_compatible && profile != "compatible");
}

}  // namespace

void draw_odd_messages(Rng rng, std::string_view profile, Protocol::Draw& draw) {
  std::vector<std::string> const workers = names_of(draw, "worker");
  for (OddSpot const& spot : odd_spots(rng, profile, draw)) {
    for (OddKind const& kind : odd_kinds()) {
      if (!kind.at(spot.place) || !is_drawn(kind, profile)) continue;
      std::string message = fmt::format("{} {} {}", spot.node, spot.socket, kind.name);
      About const about = kind.about(spot.place);
      if (about == About::nobody) {
        draw.targets.odd_messages.push_back({std::move(message)});
        continue;
      }
      if (about == About::worker_or_nobody) {
        draw.targets.odd_messages.push_back({message + " nobody"});
      }
      std::string const worker = draw_one(rng, workers);
      // Somebody sees to it that it comes back.
      std::string const after = kind.odd == Odd::please_die ? "start " + worker : "";
      draw.targets.odd_messages.push_back({message + " " + worker, after});
    }
  }
}

}  // namespace drydock::simulator
