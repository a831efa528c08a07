#include "program/session/town.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <stdexcept>

#include "program/session/commands.hpp"
#include "reference/transport/free_ports.hpp"

namespace drydock::program {
namespace {

using transport::patience_max;

constexpr std::array<char const*, Town::people> names{
    "Wizard", "Ada", "Bertrand", "Carol", "Dora", "Emil", "Fritz", "Greta", "Hanna", "Ivo"};

std::uint16_t free_port() {
  auto const ports = transport::free_ports("127.0.0.1", 1);
  if (!ports) throw std::runtime_error(ports.error().message);
  return ports->front();
}

}  // namespace

Town::Town() {
  start_daemon();
  start_worker();
  for (std::size_t number = 0; number < hosts; ++number) {
    ports_[number] = free_port();
    start_host(number);
  }
  for (std::size_t number = 0; number < people; ++number) {
    Visitor& visitor = people_.emplace_back(names[number]);
    dial(visitor, host_of(number));
    visitor.type(number == 0 ? "connect Wizard" : fmt::format("create {0} {0}", visitor.name()));
    EXPECT_TRUE(visitor.hears(number == 0 ? "*** Connected ***" : "*** Created ***")) << logs();
  }
  expect_worker_answers(0);
  expect_value(0, "for who in (players()) who.programmer = who.wizard = 1; endfor return \"all\";",
               "\"all\"");
}

void Town::start_daemon() {
  daemon_.emplace(watchful_daemon_command(directory_), directory_.path("."));
}

void Town::start_worker() { worker_.emplace(worker_command(directory_), directory_.path(".")); }

void Town::start_host(std::size_t number) {
  Visitor visitor{"nobody"};
  for (int attempt = 0; attempt < 10; ++attempt) {
    auto& host = hosts_.at(number);
    host.emplace(host_command(directory_, ports_.at(number)), directory_.path("."));
    while (host->running()) {
      if (visitor.dial(ports_.at(number))) return;
    }
    ports_.at(number) = free_port();  // Somebody else has been given the port since we saw it free.
  }
  throw std::runtime_error("a host does not start: " + hosts_.at(number)->log());
}

void Town::kill(std::optional<ChildProcess>& process) {
  process->signal(SIGKILL);
  ASSERT_TRUE(process->wait(patience_max));
}

void Town::dial(Visitor& visitor, std::size_t host) {
  ASSERT_TRUE(visitor.dial(ports_.at(host)));
  EXPECT_TRUE(visitor.hears("connect NAME [PASSWORD], or create NAME PASSWORD."))
      << visitor.name() << ": " << visitor.unheard() << logs();
}

void Town::come_back(std::size_t number) {
  Visitor& visitor = person(number);
  dial(visitor, host_of(number));
  visitor.type(number == 0 ? "connect Wizard" : fmt::format("connect {0} {0}", visitor.name()));
  EXPECT_TRUE(visitor.hears("*** Connected ***")) << visitor.unheard() << logs();
}

std::string Town::fresh_secret(std::size_t number) {
  return fmt::format("secret-{}-{}", person(number).name(), ++secrets_);
}

void Town::expect_value(std::size_t number, std::string const& expression,
                        std::string const& value) {
  person(number).type(";" + expression);
  EXPECT_TRUE(person(number).hears("=> " + value + "\r\n"))
      << person(number).name() << " evaluated " << expression << " and saw "
      << person(number).unheard() << logs();
}

/// A dispatch can be lost while the worker's connections come back (UQ-02), hence the timeout.
void Town::expect_worker_answers(std::size_t number) {
  Visitor& visitor = person(number);
  auto const end = std::chrono::steady_clock::now() + patience_max;
  std::optional<std::size_t> heard;
  do {
    std::string const secret = fresh_secret(number);
    visitor.type(
        fmt::format(";worker_request(\"echo\", {{\"{}\"}}, ['timeout_seconds -> 2.0])", secret));
    heard = visitor.hears_one_of(
        {fmt::format("=> {{\"echo_response\", \"{}\"}}\r\n", secret), "(End of traceback)"});
  } while (heard == 1u && std::chrono::steady_clock::now() < end);
  EXPECT_EQ(heard, 0u) << visitor.name() << " saw " << visitor.unheard() << logs();
}

void Town::expect_input_is_read(std::size_t number) {
  Visitor& visitor = person(number);
  std::string const secret = fresh_secret(number);
  visitor.type("prompt " + secret);
  EXPECT_TRUE(visitor.hears(secret)) << visitor.unheard() << logs();
  visitor.type(secret);
  EXPECT_TRUE(visitor.hears("You answered \"" + secret + "\".")) << visitor.unheard() << logs();
}

void Town::expect_heard_by_all(std::size_t number) {
  std::string const words = fmt::format("hail-{}", ++secrets_);
  person(number).type("say " + words);
  std::string const said = fmt::format("{} says, \"{}\"", person(number).name(), words);
  for (std::size_t other = 0; other < people; ++other) {
    std::string const text = other == number ? "You say, \"" + words + "\"" : said;
    EXPECT_TRUE(person(other).hears(text)) << person(other).name() << " waited for " << text
                                           << " and saw " << person(other).unheard() << logs();
  }
}

void Town::expect_everybody_is_served() {
  for (std::size_t number = 0; number < people; ++number) {
    std::string const secret = fresh_secret(number);
    expect_value(number, "\"" + secret + "\"", "\"" + secret + "\"");
    expect_worker_answers(number);
    expect_input_is_read(number);
  }
  for (std::size_t number = 0; number < people; ++number) expect_heard_by_all(number);
}

void Town::expect_secrets_were_kept() {
  for (auto const& visitor : people_) {
    for (auto const& other : people_) {
      if (&other == &visitor) continue;
      EXPECT_EQ(visitor.transcript().find("secret-" + other.name() + "-"), std::string::npos)
          << visitor.name() << " saw what was for " << other.name() << ": " << visitor.transcript();
    }
  }
}

void Town::expect_all_live_on() {
  for (Visitor& visitor : people_) {
    EXPECT_TRUE(visitor.is_connected()) << visitor.name() << ": " << visitor.unheard() << logs();
    for (auto const* text : {"** Disconnected **", "*** Reconnected ***", "takes you for somebody"})
      EXPECT_EQ(visitor.transcript().find(text), std::string::npos)
          << visitor.name() << ": " << visitor.transcript() << logs();
  }
}

void Town::await_tasks(std::size_t count) {
  // Rows whose task neither runs nor is ready to.
  constexpr auto counted =
      ";n = 0; for row in (queued_tasks()) n = n + (row[1] != task_id()); endfor return "
      "{\"tasks\", n};";
  auto const end = std::chrono::steady_clock::now() + patience_max;
  Visitor& wizard = person(0);
  std::optional<std::size_t> heard;
  do {
    wizard.type(counted);
    heard =
        wizard.hears_one_of({fmt::format("=> {{\"tasks\", {}}}\r\n", count), "=> {\"tasks\", "});
  } while (heard == 1u && std::chrono::steady_clock::now() < end);
  ASSERT_EQ(heard, 0u) << "not " << count << " tasks wait, but " << wizard.unheard() << logs();
}

std::string Town::logs() {
  std::string text = "\n";
  auto const add = [&text](std::string_view name, std::optional<ChildProcess> const& process) {
    if (process) text += fmt::format("{} said:\n{}", name, process->log());
  };
  add("the daemon", daemon_);
  add("the worker", worker_);
  add("the first host", hosts_[0]);
  add("the second host", hosts_[1]);
  return text;
}

}  // namespace drydock::program
