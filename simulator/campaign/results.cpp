#include "simulator/campaign/results.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <utility>

namespace drydock::simulator {

Result<std::vector<RunReport>> read_results(std::filesystem::path const& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(fmt::format("{}: {}", path.string(), std::strerror(errno)));
  std::string const text{std::istreambuf_iterator<char>(file), {}};
  std::vector<RunReport> reports;
  std::size_t line = 0;
  for (std::size_t at = 0; at < text.size();) {
    ++line;
    std::size_t const end = text.find('\n', at);
    if (end == std::string::npos) break;  // Whoever wrote it was killed.
    Result<RunReport> report = parse_report(std::string_view(text).substr(at, end - at));
    if (!report) {
      return fail(fmt::format("{}, line {}: {}", path.string(), line, report.error().message));
    }
    reports.push_back(*std::move(report));
    at = end + 1;
  }
  return reports;
}

Result<std::vector<RunReport>> merge_results(std::vector<std::string> const& paths) {
  std::map<Seed, RunReport> by_seed;
  for (std::string const& path : paths) {
    Result<std::vector<RunReport>> reports = read_results(path);
    if (!reports) return tl::make_unexpected(reports.error());
    for (RunReport& report : *reports) {
      auto const [place, is_new] = by_seed.emplace(report.seed, report);
      if (is_new || place->second.digest == report.digest) continue;
      return fail(fmt::format("{}: seed {} has the digest {}, and {} elsewhere", path,
                              report.seed.value(), report.digest, place->second.digest));
    }
  }
  std::vector<RunReport> merged;
  for (auto& [seed, report] : by_seed) merged.push_back(std::move(report));
  return merged;
}

Result<ResultsFile> ResultsFile::open(std::filesystem::path const& path) {
  // What a kill left of a line must not become the begin of the next.
  if (std::filesystem::exists(path)) {
    std::ifstream file(path, std::ios::binary);
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    std::size_t const whole = text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1;
    std::error_code trouble;
    if (whole < text.size()) std::filesystem::resize_file(path, whole, trouble);
    if (trouble) return fail(fmt::format("{}: {}", path.string(), trouble.message()));
  }
  std::FILE* const file = std::fopen(path.c_str(), "ae");
  if (file == nullptr) return fail(fmt::format("{}: {}", path.string(), std::strerror(errno)));
  return ResultsFile{file};
}

Result<void> ResultsFile::append(RunReport const& report) {
  std::string const line = to_json(report) + '\n';
  bool const is_written = std::fwrite(line.data(), 1, line.size(), file_.get()) == line.size();
  if (is_written && std::fflush(file_.get()) == 0) return {};
  return fail(fmt::format("cannot append to the results: {}", std::strerror(errno)));
}

}  // namespace drydock::simulator
