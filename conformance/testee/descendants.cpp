#include "conformance/testee/descendants.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "reference/core/ensure.hpp"
#include "reference/transport/stop.hpp"

namespace drydock::conformance {
namespace {

/// The parent of `pid`. Source: proc(5), /proc/[pid]/stat: the name before it may hold anything.
std::optional<pid_t> parent_of(pid_t pid) {
  transport::Descriptor const file{open(fmt::format("/proc/{}/stat", pid).c_str(), O_RDONLY)};
  if (file.number() < 0) return std::nullopt;
  std::array<char, 512> text{};
  ssize_t const size = read(file.number(), text.data(), text.size() - 1);
  char const* const name_end = size > 0 ? std::strrchr(text.data(), ')') : nullptr;
  if (name_end == nullptr || std::strlen(name_end) < 4) return std::nullopt;
  return static_cast<pid_t>(std::strtol(name_end + 4, nullptr, 10));
}

std::vector<pid_t> children() {
  std::vector<pid_t> found;
  std::unique_ptr<DIR, int (*)(DIR*)> const folder{opendir("/proc"), closedir};
  ENSURE(folder != nullptr);
  while (dirent const* const entry = readdir(folder.get())) {
    pid_t pid = 0;
    std::string_view const name{entry->d_name};
    auto const [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (error != std::errc{} || end != name.data() + name.size()) continue;
    if (parent_of(pid) == getpid()) found.push_back(pid);
  }
  return found;
}

}  // namespace

void adopt_orphans() { ENSURE(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0); }

bool end_descendants(std::set<pid_t> const& spared, Duration limit) {
  auto const give_up_at = std::chrono::steady_clock::now() + limit;
  for (;;) {
    bool any = false;
    for (pid_t const child : children()) {
      if (spared.contains(child)) continue;
      any = true;
      kill(child, SIGKILL);
      waitpid(child, nullptr, WNOHANG);
    }
    if (!any) return true;
    if (std::chrono::steady_clock::now() > give_up_at) return false;
    // A killed process needs a moment to be gone, and there is nothing to poll for it.
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
}

}  // namespace drydock::conformance
