#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "conformance/testee/placeholder.hpp"
#include "conformance/testee/testee_files.hpp"
#include "reference/core/strong.hpp"
#include "reference/core/time.hpp"
#include "reference/core/wall_time.hpp"
#include "reference/machine/machine.hpp"

namespace drydock::conformance {

/// One running copy of what is judged, numbered from 0 in the order of their starts.
using TesteeId = Strong<struct TesteeIdTag, std::uint32_t>;

/// Told a moment after the end, when all has come that the testee had sent.
struct TesteeEnded {
  TesteeId testee;
  int status = 0;  // Its exit status, or the number of the signal that killed it.
  bool killed = false;
};
/// `exit status 1`, `signal 9 (Killed)`.
std::string text_of(TesteeEnded const& end);

/// What a case waits for. A socket of the suite's that connects also says when its connection
/// stands, breaks or is refused.
using Happening = std::variant<Received, TesteeEnded, PeerUp, PeerDown>;

enum class StopSignal : std::uint8_t {
  terminate,  // SIGTERM
  interrupt,  // SIGINT
  kill,       // SIGKILL
};

/// How one start of a testee differs from the others.
struct StartOptions {
  Values values = {};       // In place of what else stands for these placeholders.
  Values environment = {};  // Variables that are added, or have another value.
  /// In place of the suite's own, which decides who may read the files that it makes.
  std::optional<unsigned> umask = {};
};

/// What anybody on the machine can see of a testee and of the processes that it started.
struct PublicFace {
  std::string arguments;    // A line each: process, its words.
  std::string environment;  // A line each: a variable.
};

/// The world as a case sees it: the suite's own sockets, the testee, and time. A case cannot tell
/// whether the testee is somebody's process behind real sockets or a machine in virtual time.
/// Whatever cannot be done for reasons outside of the testee is thrown as `CannotRun`.
class Stage {
 public:
  virtual ~Stage() = default;

  virtual VirtualTime now() const = 0;
  /// Added to every limit that a requirement sets: what this world's own scheduling may cost.
  virtual Duration slack() const = 0;
  /// What the calendar says, for the suite and its testees alike.
  virtual WallTime wall_time() const = 0;
  /// Whether the links between suite and testee are to be secured in the way that the protocol has.
  virtual bool secure() const = 0;
  /// What stands for that placeholder in the testee's command: the endpoint that a case binds.
  virtual std::string value(std::string_view placeholder) const = 0;

  /// A socket of the suite's. A ROUTER shows and takes whole envelopes, after the routing id; an
  /// XPUB shows each subscription as a message, byte 1 and the topic.
  virtual void open(SocketName socket, SocketSpec const& spec) = 0;
  virtual void close(SocketName socket) = 0;
  /// To a peer that is gone: nothing happens.
  virtual void send(PeerId const& to, Frames const& frames) = 0;

  TesteeId start() { return start_with({}); }
  virtual TesteeId start_with(StartOptions const& options) = 0;
  virtual void signal(TesteeId testee, StopSignal signal) = 0;
  /// What the testee said so far on stdout and stderr together, or the beginning of it if it was a
  /// great deal.
  virtual std::string const& output(TesteeId testee) const = 0;
  /// Nothing once it ended, and in a world without processes.
  virtual std::optional<PublicFace> public_face(TesteeId testee) const = 0;
  /// The last lines of all testees, for a report.
  virtual std::string output_tail() const = 0;

  virtual TesteeFiles& files() = 0;
  /// The directory that testees have for their home ($HOME, and $XDG_CONFIG_HOME and the like in
  /// it), empty at first: nothing of the operator's is read or written.
  virtual std::string home() const = 0;

  /// The next thing that happens, at `until` at the latest; nothing if nothing does. A testee that
  /// floods the suite fails the case here.
  virtual std::optional<Happening> next(VirtualTime until) = 0;
};

/// How long what a testee sent may be on its way when the testee itself has ended.
inline constexpr Duration last_words = std::chrono::milliseconds{200};

/// What a case can be sent at most: a testee that sends more is not going to stop.
inline constexpr std::uint64_t messages_max = 200'000;

}  // namespace drydock::conformance
