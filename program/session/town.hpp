#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "program/child_process.hpp"
#include "program/session/visitor.hpp"
#include "reference/transport/transport_testing.hpp"

// For tests: a daemon, two hosts and a worker as processes, and ten people with telnet.

namespace drydock::program {

class Town {
 public:
  static constexpr std::size_t hosts = 2;
  static constexpr std::size_t people = 10;

  /// All four processes run, and everybody is at a host (the first five at the first one), logged
  /// in and a wizard, as who asks workers has to be.
  Town();

  void start_daemon();
  void start_worker();
  /// Starts it and waits until it takes calls.
  void start_host(std::size_t number);
  /// With SIGKILL; it is gone when this returns.
  void kill_daemon() { kill(daemon_); }
  void kill_worker() { kill(worker_); }
  void kill_host(std::size_t number) { kill(hosts_.at(number)); }

  std::uint16_t port(std::size_t host) const { return ports_.at(host); }
  Visitor& person(std::size_t number) { return people_.at(number); }
  static std::size_t host_of(std::size_t person) { return person / (people / hosts); }
  /// Calls the host and waits for its greeting.
  void dial(Visitor& visitor, std::size_t host);
  /// Somebody whose host is there again calls it and logs in.
  void come_back(std::size_t person);

  /// A word that nobody else may come to see.
  std::string fresh_secret(std::size_t person);
  /// Has the person evaluate something, and waits for the value.
  void expect_value(std::size_t person, std::string const& expression, std::string const& value);
  /// Everybody gets expressions evaluated, is answered by a worker, answers a question, and is
  /// heard by everybody else when they say something.
  void expect_everybody_is_served();
  /// Nobody saw a word of anybody else's.
  void expect_secrets_were_kept();
  /// Nobody was disconnected, nor had to be connected anew.
  void expect_all_live_on();
  /// Waits until so many tasks sleep, read or wait for a worker.
  void await_tasks(std::size_t count);

  /// What all processes said, for whoever has to find out why a test failed.
  std::string logs();

 private:
  static void kill(std::optional<ChildProcess>& process);
  void expect_worker_answers(std::size_t person);
  void expect_input_is_read(std::size_t person);
  void expect_heard_by_all(std::size_t person);

  transport::TemporaryDirectory directory_;
  std::optional<ChildProcess> daemon_;
  std::optional<ChildProcess> worker_;
  std::array<std::optional<ChildProcess>, hosts> hosts_;
  std::array<std::uint16_t, hosts> ports_{};
  std::vector<Visitor> people_;
  std::size_t secrets_ = 0;
};

}  // namespace drydock::program
