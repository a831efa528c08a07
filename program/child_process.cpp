#include "program/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::program {
namespace {

std::string content_of(std::string const& path) {
  std::ostringstream text;
  text << std::ifstream{path, std::ios::binary}.rdbuf();
  return text.str();
}

/// In the child; nothing here may allocate, the parent having threads.
[[noreturn]] void become(char const* const* arguments, char const* out, char const* err,
                         pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  int const flags = O_WRONLY | O_CREAT | O_TRUNC;
  dup2(open(out, flags, 0600), STDOUT_FILENO);
  dup2(open(err, flags, 0600), STDERR_FILENO);
  execv(arguments[0], const_cast<char* const*>(arguments));
  _exit(127);
}

}  // namespace

ChildProcess::ChildProcess(std::vector<std::string> command, std::string const& directory) {
  static int started = 0;
  name_ = directory + "/child-" + std::to_string(started++);
  std::string const out = name_ + ".out";
  std::string const err = name_ + ".err";
  std::vector<char const*> arguments;
  for (auto const& argument : command) arguments.push_back(argument.c_str());
  arguments.push_back(nullptr);
  pid_t const parent = getpid();
  process_ = fork();
  ENSURE(process_ >= 0);
  if (process_ == 0) become(arguments.data(), out.c_str(), err.c_str(), parent);
}

ChildProcess::~ChildProcess() {
  if (process_ < 0 || status_) return;
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      name_(std::move(other.name_)),
      status_(other.status_) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  std::swap(process_, other.process_);
  std::swap(name_, other.name_);
  std::swap(status_, other.status_);
  return *this;
}

void ChildProcess::signal(int number) const {
  if (!status_) kill(process_, number);
}

bool ChildProcess::running() { return !wait(std::chrono::milliseconds{0}); }

std::string ChildProcess::log() const { return content_of(name_ + ".err"); }

std::optional<Ended> ChildProcess::wait(std::chrono::milliseconds limit) {
  if (!status_) {
    int const descriptor = static_cast<int>(syscall(SYS_pidfd_open, process_, 0));
    ENSURE(descriptor >= 0);
    pollfd end{descriptor, POLLIN, 0};
    int const ended = poll(&end, 1, static_cast<int>(limit.count()));
    close(descriptor);
    if (ended != 1) return std::nullopt;
    int status = 0;
    ENSURE(waitpid(process_, &status, 0) == process_);
    status_ = status;
  }
  int const code = WIFEXITED(*status_) ? WEXITSTATUS(*status_) : -1;
  return Ended{code, content_of(name_ + ".out"), content_of(name_ + ".err")};
}

Ended run_process(std::vector<std::string> command, std::string const& directory) {
  ChildProcess process{std::move(command), directory};
  auto ended = process.wait(std::chrono::minutes{4});
  return ended ? *ended : Ended{-1, "", "it did not end"};
}

}  // namespace drydock::program
