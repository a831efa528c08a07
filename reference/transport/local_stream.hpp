#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "reference/core/bytes.hpp"
#include "reference/machine/machine.hpp"

namespace drydock::transport {

/// Descriptors of this process, such as those of its terminal, as one more socket of a machine,
/// open from the start. What can be read comes as messages of one frame, cut anywhere, and an empty
/// one at the end; what is sent is written in its order. PeerDown means that it can be written to
/// no more. The descriptors stay open.
struct LocalStream {
  SocketName name;
  int input = -1;  // Either may be missing.
  int output = -1;
  /// Whether the machine has a use for more; what it does not want waits outside.
  std::function<bool()> wants_input = [] { return true; };
};

/// A LocalStream at work. Nothing here waits for a slow reader until `backlog_max` bytes wait for
/// it; then all of them are waited for. Whoever uses it ignores SIGPIPE.
class LocalStreamIo {
 public:
  explicit LocalStreamIo(LocalStream stream) : stream_(std::move(stream)) {}

  SocketName name() const { return stream_.name; }
  /// The descriptors to wait for; below 0 where there is nothing to wait for.
  int reads_from() const;
  int writes_to() const { return pending_.empty() ? -1 : stream_.output; }

  /// When it can be read from: what there was, which is empty at the end. Absent where there was
  /// nothing after all.
  std::optional<Frame> read();
  void send(ByteView bytes);
  /// When it can be written to.
  void write_some();
  /// Waits until all is written.
  void flush();
  /// True once, after a write has failed.
  bool take_failure() { return std::exchange(failed_, false); }

  static constexpr std::size_t backlog_max = std::size_t{1} << 20;

 private:
  LocalStream stream_;
  std::string pending_;
  bool ended_ = false;
  bool failed_ = false;
};

}  // namespace drydock::transport
