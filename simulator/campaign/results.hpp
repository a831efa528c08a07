#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <vector>

#include "simulator/campaign/seeded_run.hpp"

namespace drydock::simulator {

/// The reports in that file, a line of JSON each, as they were appended. What a campaign that was
/// killed left of its last line is no report, and ignored. Fails naming the line of anything else
/// that is none.
Result<std::vector<RunReport>> read_results(std::filesystem::path const& path);

/// Those of several files, each seed once, in the order of the seeds: the shares of one campaign.
/// Fails if two files do not agree about a seed.
Result<std::vector<RunReport>> merge_results(std::vector<std::string> const& paths);

/// A file to which the reports of a campaign are appended, each with one write: a kill costs no
/// more than the run that was under way.
class ResultsFile {
 public:
  /// Makes it if it is not there; otherwise goes on after what is in it.
  static Result<ResultsFile> open(std::filesystem::path const& path);
  Result<void> append(RunReport const& report);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  explicit ResultsFile(std::FILE* file) : file_(file) {}
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace drydock::simulator
