#include "program/bench_report.hpp"

#include <fmt/format.h>
#include <zmq.h>

#include <nlohmann/json.hpp>

namespace drydock::program {
namespace {

using Json = nlohmann::ordered_json;

struct Percentile {
  char const* name;
  std::uint64_t per_mille;
};
constexpr Percentile percentiles[] = {
    {"p50", 500}, {"p90", 900}, {"p99", 990}, {"p99.9", 999}, {"max", 1000}};

double milliseconds_of(Duration duration) { return seconds_of(duration) * 1000; }

std::string shown(Duration duration) {
  double const milliseconds = milliseconds_of(duration);
  return fmt::format("{:.{}f} ms", milliseconds,
                     milliseconds < 10    ? 2
                     : milliseconds < 100 ? 1
                                          : 0);
}

std::string percentiles_of(load::Histogram const& seen) {
  std::string text;
  for (auto const& [name, per_mille] : percentiles) {
    text +=
        fmt::format("{}{} {}", text.empty() ? "" : ", ", name, shown(seen.at_per_mille(per_mille)));
  }
  return text;
}

Json json_of_percentiles(load::Histogram const& seen) {
  Json json = Json::object();
  for (auto const& [name, per_mille] : percentiles) {
    json[name] = milliseconds_of(seen.at_per_mille(per_mille));
  }
  return json;
}

double processor_seconds(BenchReport const& report) {
  Duration used = report.after->processor_time;
  if (report.before) used -= report.before->processor_time;
  return seconds_of(used);
}

std::string libzmq_version() {
  int major = 0;
  int minor = 0;
  int patch = 0;
  zmq_version(&major, &minor, &patch);
  return fmt::format("{}.{}.{}", major, minor, patch);
}

}  // namespace

std::string to_text(BenchReport const& report) {
  auto const& tally = report.tally;
  std::string text = fmt::format(
      "{}: {} {}, {} a second for {} s: {}\n"
      "ready    after {:.2f} s\n"
      "asked    {}; answered {}, errors {}, unanswered {}\n"
      "rate     {:.1f} round trips/s\n"
      "latency  {} (from the intended start)\n"
      "late     {} (by this program's own fault)\n",
      report.target, report.askers, report.askers_name, report.per_second, report.seconds,
      report.question, seconds_of(report.ready_took), tally.asked, tally.answered, tally.failed(),
      tally.unanswered, tally.answers_per_second(), percentiles_of(tally.latency),
      percentiles_of(tally.lateness));
  for (auto const& [why, count] : tally.errors)
    text += fmt::format("error    {} times: {}\n", count, why);
  if (report.after) {
    text += fmt::format("process  {}: at most {:.1f} MiB of memory, {:.2f} s of processor time\n",
                        report.after->pid,
                        static_cast<double>(report.after->peak_memory_bytes) / (1 << 20),
                        processor_seconds(report));
  }
  return text;
}

std::string to_json(BenchReport const& report) {
  auto const& tally = report.tally;
  Json document = {{"drydock", DRYDOCK_VERSION},
                   {"libzmq", libzmq_version()},
                   {"target", report.target},
                   {"question", report.question},
                   {report.askers_name, report.askers},
                   {"rate", report.per_second},
                   {"seconds", report.seconds},
                   {"ready_seconds", seconds_of(report.ready_took)},
                   {"asked", tally.asked},
                   {"answered", tally.answered},
                   {"unanswered", tally.unanswered},
                   {"errors", Json::object()},
                   {"round_trips_per_second", tally.answers_per_second()},
                   {"latency_ms", json_of_percentiles(tally.latency)},
                   {"late_ms", json_of_percentiles(tally.lateness)},
                   {"process", nullptr}};
  for (auto const& [why, count] : tally.errors) document["errors"][why] = count;
  if (report.after) {
    document["process"] = {{"pid", report.after->pid},
                           {"peak_memory_bytes", report.after->peak_memory_bytes},
                           {"processor_seconds", processor_seconds(report)}};
  }
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace drydock::program
