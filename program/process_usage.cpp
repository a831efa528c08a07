#include "program/process_usage.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace drydock::program {
namespace {

namespace fs = std::filesystem;

/// The first number after `VmHWM:`, which is in KiB.
std::optional<std::uint64_t> peak_in(std::string const& status_path) {
  std::ifstream status{status_path};
  for (std::string word; status >> word;) {
    std::uint64_t kibibytes = 0;
    if (word == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
  }
  return std::nullopt;
}

/// Fields 14 and 15, behind the name, in which anything may stand.
std::optional<Duration> processor_time_in(std::string const& stat_path) {
  std::ifstream file{stat_path};
  std::string line;
  std::getline(file, line);
  auto const name_end = line.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream fields{line.substr(name_end + 1)};
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  std::int64_t user = 0;
  std::int64_t kernel = 0;
  if (!(fields >> user >> kernel)) return std::nullopt;
  return Duration{(user + kernel) * (1'000'000'000 / sysconf(_SC_CLK_TCK))};
}

/// The inode of the socket that listens at `path`, as /proc/net/unix has it: number, references,
/// protocol, flags, type, state, inode, path.
std::optional<std::string> inode_at(std::string const& path) {
  constexpr std::string_view listens = "00010000";
  std::ifstream sockets{"/proc/net/unix"};
  for (std::string line; std::getline(sockets, line);) {
    std::istringstream fields{line};
    std::string skipped;
    std::string flags;
    std::string inode;
    std::string where;
    fields >> skipped >> skipped >> skipped >> flags >> skipped >> skipped >> inode >> where;
    if (flags == listens && where == path) return inode;
  }
  return std::nullopt;
}

bool holds(fs::path const& process, std::string const& descriptor_text) {
  std::error_code trouble;
  for (auto entry = fs::directory_iterator{process / "fd", trouble};
       !trouble && entry != fs::directory_iterator{}; entry.increment(trouble)) {
    std::error_code unreadable;
    if (fs::read_symlink(entry->path(), unreadable) == descriptor_text) return true;
  }
  return false;
}

}  // namespace

Result<ProcessUsage> usage_of(pid_t pid) {
  auto const directory = fmt::format("/proc/{}", pid);
  auto const peak = peak_in(directory + "/status");
  auto const time = processor_time_in(directory + "/stat");
  if (!peak || !time) return fail(fmt::format("{} tells nothing of a process", directory));
  return ProcessUsage{pid, *peak, *time};
}

std::optional<pid_t> listener_at(std::string const& endpoint) {
  constexpr std::string_view scheme = "ipc://";
  if (!endpoint.starts_with(scheme)) return std::nullopt;
  auto const inode = inode_at(endpoint.substr(scheme.size()));
  if (!inode) return std::nullopt;
  auto const wanted = fmt::format("socket:[{}]", *inode);
  std::error_code trouble;
  for (auto entry = fs::directory_iterator{"/proc", trouble};
       !trouble && entry != fs::directory_iterator{}; entry.increment(trouble)) {
    std::string const name = entry->path().filename();
    pid_t pid = 0;
    auto const [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
    bool const is_process = error == std::errc{} && end == name.data() + name.size();
    if (is_process && holds(entry->path(), wanted)) return pid;
  }
  return std::nullopt;
}

}  // namespace drydock::program
