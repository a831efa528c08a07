#include "simulator/scenario/scenario_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace drydock::simulator {

namespace files = std::filesystem;

Result<Scenario> read_scenario(files::path const& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (files::is_directory(path) || !file || !(text << file.rdbuf())) {
    return fail("cannot read it: " + std::string(std::strerror(errno)));
  }
  return parse_scenario(text.str());
}

Result<void> write_scenario(files::path const& path, Scenario const& scenario) {
  std::error_code problem;
  if (path.has_parent_path()) files::create_directories(path.parent_path(), problem);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << to_text(scenario);
  file.close();
  if (!file) return fail("cannot write '" + path.string() + "': " + std::strerror(errno));
  return {};
}

Result<std::vector<files::path>> find_scenarios(std::vector<std::string> const& paths) {
  std::vector<files::path> found;
  for (std::string const& path : paths) {
    std::error_code problem;
    if (!files::is_directory(path, problem)) {
      if (!files::exists(path, problem)) return fail("there is no '" + path + "'");
      found.emplace_back(path);
      continue;
    }
    for (auto const& entry : files::recursive_directory_iterator(path, problem)) {
      if (entry.path().extension() == ".scenario") found.push_back(entry.path());
    }
    if (problem) return fail("cannot look into '" + path + "': " + problem.message());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace drydock::simulator
