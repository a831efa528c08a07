#include "conformance/judge/case.hpp"

#include <fnmatch.h>

#include <algorithm>

namespace drydock::conformance {

std::string Case::id() const {
  std::string id{requirement.id};
  if (!variant.empty()) id.append("/").append(variant);
  return id;
}

bool Suite::offers(std::string_view service, Case const& one) const {
  auto const place = [&](std::string_view name) {
    return std::find(services.begin(), services.end(), name);
  };
  return place(one.needs) <= place(service);
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
