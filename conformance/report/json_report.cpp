#include "conformance/report/json_report.hpp"

#include <fmt/format.h>
#include <zmq.h>

#include <nlohmann/json.hpp>

namespace drydock::conformance {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(Json const& document) {
  // What a testee wrote may hold any bytes.
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string libzmq_version() {
  int major = 0;
  int minor = 0;
  int patch = 0;
  zmq_version(&major, &minor, &patch);
  return fmt::format("{}.{}.{}", major, minor, patch);
}

Json about(Case const& one) {
  return {{"id", one.id()},
          {"title", one.title},
          {"requirement", one.requirement.id},
          {"source", one.requirement.source},
          {"level", word_of(one.requirement.level)},
          {"profile", word_of(one.requirement.profile)}};
}

Json about(CaseResult const& result) {
  Json json = about(*result.which);
  json["verdict"] = word_of(result.finding.verdict);
  json["message"] = result.finding.message();
  json["seconds"] = seconds_of(result.took);
  if (result.finding.evidence.empty()) return json;
  for (Evidence const& one : result.finding.evidence) {
    json["evidence"].push_back({{"what", one.what}, {"hex", one.hex}});
  }
  return json;
}

}  // namespace

std::string to_json(RunReport const& report) {
  Json document = {{"drydock", DRYDOCK_VERSION},
                   {"libzmq", libzmq_version()},
                   {"role", report.role},
                   {"profile", word_of(report.profile)},
                   {"transport", report.transport},
                   {"command", report.command},
                   {"seconds", seconds_of(report.took)},
                   {"cases", Json::array()}};
  for (CaseResult const& one : report.results) document["cases"].push_back(about(one));
  return text_of(document);
}

std::string list_as_json(std::span<Case const* const> cases) {
  Json document = {{"drydock", DRYDOCK_VERSION}, {"cases", Json::array()}};
  for (Case const* one : cases) {
    Json json = about(*one);
    json["needs"] = one->needs;
    json["secure"] = one->ground.secure;
    json["process"] = one->ground.process;
    document["cases"].push_back(json);
  }
  return text_of(document);
}

}  // namespace drydock::conformance
