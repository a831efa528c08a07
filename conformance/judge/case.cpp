#include "conformance/judge/case.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>

namespace drydock::conformance {

std::string Case::id() const {
  std::string id{requirement.id};
  if (!variant.empty()) id.append("/").append(variant);
  return id;
}

std::string Suite::why_not(Offer const& offer, Case const& one) const {
  auto const place = [&](std::string_view name) {
    return std::find(services.begin(), services.end(), name);
  };
  if (place(one.needs) > place(offer.service)) return fmt::format("needs --service {}", one.needs);
  if (one.ground.secure && !offer.secure) return "needs --transport tcp without --insecure";
  if (one.ground.process && !offer.process) return "needs a process";
  std::string const placeholder = fmt::format("{{{}}}", one.ground.placeholder);
  auto const has_it = [&](std::string const& word) { return word.find(placeholder) != word.npos; };
  bool const wants_placeholder = offer.process && !one.ground.placeholder.empty();
  if (wants_placeholder && std::none_of(offer.command.begin(), offer.command.end(), has_it)) {
    return fmt::format("needs {} in the command", placeholder);
  }
  return {};
}

std::vector<Case const*> select(Suite const& suite, Selection const& selection) {
  std::vector<Case const*> chosen;
  for (Case const* one : suite.cases) {
    bool const named = fnmatch(selection.glob.c_str(), one->id().c_str(), 0) == 0;
    if (named && one->requirement.profile <= selection.profile) chosen.push_back(one);
  }
  return chosen;
}

}  // namespace drydock::conformance
