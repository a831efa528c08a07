#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "conformance/testee/captured_output.hpp"
#include "conformance/testee/stage.hpp"
#include "reference/transport/stop.hpp"

namespace drydock::conformance {

/// Somebody's process, in a session of its own, with its stdout and stderr in one pipe to us and
/// nothing to read. It dies with the thread that started it (PR_SET_PDEATHSIG); what it starts may
/// not, which is what `end_descendants` is for.
class Process {
 public:
  /// With nothing in its environment but `environment`, each as `NAME=value`, and with that umask
  /// if not with ours. Throws `CannotRun` when the program cannot be executed.
  Process(TesteeId id, std::string const& program, std::vector<std::string> const& words,
          std::vector<std::string> const& environment, std::optional<unsigned> mask);

  /// To its whole process group, as a terminal and a service manager do. Nothing once it ended.
  void signal(int number);
  /// Reads what it said, if it did; at most so much in one call that a chatterbox keeps nobody
  /// waiting.
  void read_output();
  /// Its end, the first time that is asked after it.
  std::optional<TesteeEnded> take_end();

  /// To poll for output; -1 when no more can come.
  int descriptor() const { return pipe_.number(); }
  CapturedOutput const& output() const { return output_; }
  /// Of every process in its session; nothing once it ended.
  std::optional<PublicFace> public_face() const;

 private:
  TesteeId id_;
  pid_t pid_ = -1;
  bool ended_ = false;
  transport::Descriptor pipe_;
  CapturedOutput output_;
};

}  // namespace drydock::conformance
