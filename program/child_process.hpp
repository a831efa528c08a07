#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

// For tests: processes that never outlive the test that started them.

namespace drydock::program {

struct Ended {
  int code = 0;  // -1 if a signal ended it.
  std::string out;
  std::string err;
};

class ChildProcess {
 public:
  /// Starts `command`, its stdout and stderr going to files in `directory`.
  ChildProcess(std::vector<std::string> command, std::string const& directory);
  /// Kills it if it still runs.
  ~ChildProcess();
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;

  void signal(int number) const;
  bool running();
  /// Its stderr so far.
  std::string log() const;
  /// Waits for its end; absent if it did not come in time.
  std::optional<Ended> wait(std::chrono::milliseconds limit);

 private:
  pid_t process_ = -1;
  std::string name_;
  std::optional<int> status_;
};

/// Runs `command` to its end; killed, with code -1, when it does not come within four minutes.
Ended run_process(std::vector<std::string> command, std::string const& directory);

}  // namespace drydock::program
