#pragma once

#include <csignal>
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "conformance/testee/command.hpp"
#include "conformance/testee/disk_files.hpp"
#include "conformance/testee/private_directory.hpp"
#include "conformance/testee/process.hpp"
#include "conformance/testee/stage.hpp"
#include "reference/transport/socket.hpp"
#include "reference/transport/stop.hpp"

namespace drydock::conformance {

enum class TransportKind : std::uint8_t { ipc, tcp };

struct ProcessSettings {
  std::vector<std::string> command;  // Has passed `check_command`.
  std::span<Placeholder const> placeholders;
  TransportKind transport = TransportKind::ipc;
  bool secure = false;  // Whether the protocol's own security is to be used over that transport.
  /// Variables of ours that no testee is to see, beside HOME and XDG_*.
  std::vector<std::string> hidden_variables = {};
  std::string parent_directory = {};  // Of the one that each stage has; empty is the usual.
};

/// Somebody's processes behind real ZeroMQ sockets. At its end no process is left that began on it,
/// and no file. It owns the children of the process that it lives in: one to a process. SIGTERM to
/// that process is a `CannotRun`, so that it ends in good order.
class ProcessStage final : public Stage {
 public:
  explicit ProcessStage(ProcessSettings settings);
  ~ProcessStage() override;
  ProcessStage(ProcessStage const&) = delete;
  ProcessStage& operator=(ProcessStage const&) = delete;

  VirtualTime now() const override;
  Duration slack() const override { return std::chrono::seconds{1}; }
  WallTime wall_time() const override;
  bool secure() const override { return settings_.secure; }
  std::string value(std::string_view placeholder) const override;
  void open(SocketName socket, SocketSpec const& spec) override;
  void close(SocketName socket) override;
  void send(PeerId const& to, Frames const& frames) override;
  TesteeId start_with(StartOptions const& options) override;
  void signal(TesteeId testee, StopSignal signal) override;
  std::string const& output(TesteeId testee) const override;
  std::string output_tail() const override;
  std::optional<PublicFace> public_face(TesteeId testee) const override;
  TesteeFiles& files() override { return files_; }
  std::string home() const override { return directory_.path() + "/home-of-testees"; }
  std::optional<Happening> next(VirtualTime until) override;

 private:
  void prepare_values();
  std::vector<std::string> environment(Values const& changes) const;
  Process& testee(TesteeId id) { return *testees_.at(id.value()); }
  Process const& testee(TesteeId id) const { return *testees_.at(id.value()); }
  std::optional<Happening> look();
  std::optional<Received> receive();
  void note_peer_changes();
  void read_signals();
  void wait(VirtualTime until);
  struct Ending {
    TesteeEnded end;
    VirtualTime tell_at;
  };

  ProcessSettings const settings_;
  PrivateDirectory directory_;
  DiskFiles files_;
  Values values_;
  sigset_t old_mask_;
  transport::Descriptor signals_;
  transport::Context context_;
  std::map<SocketName, std::unique_ptr<transport::Socket>> sockets_;
  SocketName last_heard_;
  std::deque<Happening> peer_changes_;  // Not told yet.
  std::vector<std::unique_ptr<Process>> testees_;
  std::deque<Ending> endings_;  // Not told yet.
  std::uint64_t messages_ = 0;
};

}  // namespace drydock::conformance
