#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// A testee that behaves as badly as its first argument says, for the tests of those who have to put
// up with it. The second is an endpoint, at which a good one says hello.

namespace {

void* hello_socket(char const* endpoint) {
  void* const context = zmq_ctx_new();
  void* const socket = zmq_socket(context, ZMQ_DEALER);
  zmq_connect(socket, endpoint);
  return socket;
}

void say_hello(char const* endpoint) {
  void* const socket = hello_socket(endpoint);
  zmq_send(socket, "hello", 5, 0);
}

[[noreturn]] void wait_for_ever() {
  for (;;) pause();
}

[[noreturn]] void good(char const* endpoint) {
  say_hello(endpoint);
  wait_for_ever();
}

[[noreturn]] void hang(char const*) { wait_for_ever(); }

[[noreturn]] void ignore_sigterm(char const* endpoint) {
  signal(SIGTERM, SIG_IGN);
  signal(SIGINT, SIG_IGN);
  good(endpoint);
}

void write_lines(std::size_t bytes) {
  std::string const line = std::string(99, 'x') + "\n";
  for (std::size_t written = 0; written < bytes; written += line.size()) {
    if (write(STDOUT_FILENO, line.data(), line.size()) < 0) return;
  }
}

[[noreturn]] void flood_stdout(char const* endpoint) {
  write_lines(100'000'000);
  good(endpoint);
}

[[noreturn]] void flood_stdout_for_ever(char const*) {
  for (;;) write_lines(1'000'000);
}

[[noreturn]] void flood_control(char const* endpoint) {
  void* const socket = hello_socket(endpoint);
  for (;;) zmq_send(socket, "flood", 5, 0);
}

[[noreturn]] void flood_large(char const* endpoint) {
  void* const socket = hello_socket(endpoint);
  std::vector<char> const large(std::size_t{64} << 20);
  for (;;) zmq_send(socket, large.data(), large.size(), 0);
}

[[noreturn]] void die_at_once(char const*) {
  raise(SIGKILL);
  abort();
}

[[noreturn]] void exit_0(char const*) { _exit(0); }

/// A daemon as of old: out of the session, deaf to everything, holding on to stdout; and one more
/// below it.
void leave_daemons_behind() {
  if (fork() != 0) return;
  setsid();
  signal(SIGTERM, SIG_IGN);
  signal(SIGHUP, SIG_IGN);
  prctl(PR_SET_PDEATHSIG, 0);
  if (fork() == 0) {
    setsid();
    if (fork() != 0) _exit(0);
  }
  wait_for_ever();
}

[[noreturn]] void double_fork(char const* endpoint) {
  leave_daemons_behind();
  good(endpoint);
}

[[noreturn]] void daemonize(char const* endpoint) {
  leave_daemons_behind();
  void* const context = zmq_ctx_new();
  void* const socket = zmq_socket(context, ZMQ_DEALER);
  zmq_connect(socket, endpoint);
  zmq_send(socket, "hello", 5, 0);
  zmq_close(socket);
  zmq_ctx_term(context);  // When it has arrived.
  _exit(0);
}

[[noreturn]] void close_stdout(char const* endpoint) {
  close(STDIN_FILENO);
  close(STDOUT_FILENO);
  close(STDERR_FILENO);
  good(endpoint);
}

[[noreturn]] void stop_itself(char const*) {
  raise(SIGSTOP);
  wait_for_ever();
}

}  // namespace

int main(int count, char** arguments) {
  std::map<std::string_view, void (*)(char const*)> const modes = {
      {"good", good},
      {"hang", hang},
      {"ignore-sigterm", ignore_sigterm},
      {"flood-stdout", flood_stdout},
      {"flood-stdout-for-ever", flood_stdout_for_ever},
      {"flood-control", flood_control},
      {"flood-large", flood_large},
      {"die-at-once", die_at_once},
      {"exit-0", exit_0},
      {"double-fork", double_fork},
      {"daemonize", daemonize},
      {"close-stdout", close_stdout},
      {"stop-itself", stop_itself},
  };
  auto const mode = modes.find(count == 3 ? arguments[1] : "");
  if (mode == modes.end()) {
    std::fputs("usage: nasty_testee MODE ENDPOINT\n", stderr);
    return 2;
  }
  mode->second(arguments[2]);
}
