#include "conformance/testee/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

#include "conformance/judge/finding.hpp"

namespace drydock::conformance {
namespace {

using transport::Descriptor;

constexpr int reads_per_call = 16;

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw CannotRun{fmt::format("cannot make a pipe: {}", std::strerror(errno))};
  }
  return {Descriptor{ends[0]}, Descriptor{ends[1]}};
}

/// In the child, between fork and exec, where only async-signal-safe functions may be called. Says
/// on `errors` why it could not become the program.
[[noreturn]] void become(char const* program, char* const* words, char* const* environment,
                         int output, int errors, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);  // It died before we asked to be told.
  setsid();
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  int const nothing = open("/dev/null", O_RDONLY);
  bool const placed = nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 &&
                      dup2(output, STDOUT_FILENO) >= 0 && dup2(output, STDERR_FILENO) >= 0;
  if (placed) execve(program, words, environment);
  int const why = errno;
  [[maybe_unused]] auto const written = write(errors, &why, sizeof why);
  _exit(127);
}

/// The reason why exec failed, or 0.
int exec_error(int descriptor) {
  int why = 0;
  ssize_t got = 0;
  do {
    got = read(descriptor, &why, sizeof why);
  } while (got < 0 && errno == EINTR);
  return got == sizeof why ? why : 0;
}

/// As exec takes them; they point into `words`.
std::vector<char*> pointers_to(std::vector<std::string> const& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string const& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

/// A file of strings that each end with a zero, with `separator` after each in its place. Source:
/// proc(5), /proc/[pid]/cmdline and environ.
std::string strings_in(std::filesystem::path const& path, char separator) {
  std::ifstream file{path, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  for (char& c : text) {
    if (c == '\0') c = separator;
  }
  return text;
}

}  // namespace

Process::Process(TesteeId id, std::string const& program, std::vector<std::string> const& words,
                 std::vector<std::string> const& environment, std::optional<unsigned> mask)
    : id_(id) {
  std::vector<char*> const word_pointers = pointers_to(words);
  std::vector<char*> const variable_pointers = pointers_to(environment);
  Pipe output = make_pipe();
  Pipe errors = make_pipe();
  pid_t const parent = getpid();
  pid_ = fork();
  if (pid_ == 0) {
    if (mask) umask(static_cast<mode_t>(*mask));
    become(program.c_str(), word_pointers.data(), variable_pointers.data(),
           output.write_end.number(), errors.write_end.number(), parent);
  }
  if (pid_ < 0) throw CannotRun{fmt::format("cannot fork: {}", std::strerror(errno))};
  errors.write_end = Descriptor{};
  if (int const why = exec_error(errors.read_end.number()); why != 0) {
    waitpid(pid_, nullptr, 0);
    throw CannotRun{fmt::format("cannot execute \"{}\": {}", program, std::strerror(why))};
  }
  fcntl(output.read_end.number(), F_SETFL, O_NONBLOCK);
  pipe_ = std::move(output.read_end);
}

void Process::signal(int number) {
  if (ended_) return;
  // A session leader's process group has its number.
  if (kill(-pid_, number) != 0) kill(pid_, number);
}

void Process::read_output() {
  std::array<char, 65536> buffer;
  for (int reads = 0; reads < reads_per_call && pipe_.number() >= 0; ++reads) {
    ssize_t const got = read(pipe_.number(), buffer.data(), buffer.size());
    if (got > 0) {
      output_.add({buffer.data(), static_cast<std::size_t>(got)});
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      pipe_ = Descriptor{};
    } else {
      return;
    }
  }
}

std::optional<PublicFace> Process::public_face() const {
  if (ended_) return std::nullopt;
  PublicFace face;
  std::error_code ignored;
  for (auto const& entry : std::filesystem::directory_iterator{"/proc", ignored}) {
    auto const pid = static_cast<pid_t>(std::atoi(entry.path().filename().c_str()));
    if (pid <= 0 || getsid(pid) != pid_) continue;
    face.arguments += strings_in(entry.path() / "cmdline", ' ') + "\n";
    face.environment += strings_in(entry.path() / "environ", '\n');
  }
  return face;
}

std::optional<TesteeEnded> Process::take_end() {
  int status = 0;
  if (ended_ || waitpid(pid_, &status, WNOHANG) != pid_) return std::nullopt;
  ended_ = true;
  read_output();  // Its last words.
  if (WIFSIGNALED(status)) return TesteeEnded{id_, WTERMSIG(status), true};
  return TesteeEnded{id_, WEXITSTATUS(status), false};
}

}  // namespace drydock::conformance
