#include "reference/transport/local_stream.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <numeric>

#include "reference/transport/transport_testing.hpp"

namespace drydock::transport {
namespace {

/// A pipe, whose ends are closed with it.
struct Pipe {
  Pipe() {
    int ends[2] = {-1, -1};
    if (pipe(ends) == 0) {
      from = Descriptor{ends[0]};
      to = Descriptor{ends[1]};
    }
  }
  void write(std::string const& text) const {
    EXPECT_EQ(::write(to.number(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  std::string read_all() const {
    std::string text;
    char block[4096];
    for (ssize_t got = 0; (got = ::read(from.number(), block, sizeof block)) > 0;) {
      text.append(block, static_cast<std::size_t>(got));
    }
    return text;
  }
  Descriptor from;
  Descriptor to;
};

/// Runs a machine that sends back what it reads, until that ends.
RunResult echo(LocalStream stream) {
  Script script{[](VirtualTime, Input const& input, Outbox& out) {
    if (std::holds_alternative<PeerDown>(input)) out.emplace_back(Exit{7, "nobody reads"});
    auto const* received = std::get_if<Received>(&input);
    if (received == nullptr) return;
    out.emplace_back(Send{received->from, received->frames});
    if (received->frames[0].empty()) out.emplace_back(Exit{0, "the end"});
  }};
  RunOptions options;
  options.streams.push_back(std::move(stream));
  return run(script, options);
}

TEST(LocalStream, IsReadToItsEndAndWrittenInOrder) {
  Pipe in;
  Pipe out;
  in.write("one\ntwo\nthree");
  in.to = Descriptor{};
  EXPECT_EQ(echo({"terminal", in.from.number(), out.to.number()})->code, 0);
  out.to = Descriptor{};
  EXPECT_EQ(out.read_all(), "one\ntwo\nthree");
}

TEST(LocalStream, MoreThanAPipeHoldsIsWrittenWhole) {
  Pipe out;
  std::string large(3 * LocalStreamIo::backlog_max, 'x');
  std::iota(large.begin(), large.end(), 'a');
  Script script{[&](VirtualTime, Input const& input, Outbox& outbox) {
    if (!std::holds_alternative<Started>(input)) return;
    outbox.emplace_back(Send{{"terminal"}, Frames{bytes_of(large)}});
    outbox.emplace_back(Exit{0, ""});
  }};
  RunOptions options;
  options.streams.push_back({"terminal", -1, out.to.number()});
  std::string read;
  std::thread reader{[&] { read = out.read_all(); }};
  EXPECT_TRUE(run(script, options).has_value());
  out.to = Descriptor{};
  reader.join();
  EXPECT_TRUE(read == large);
}

TEST(LocalStream, SaysWhenNobodyReadsAnyMore) {
  auto* const before = std::signal(SIGPIPE, SIG_IGN);
  Pipe in;
  Pipe out;
  in.write("one");
  out.from = Descriptor{};
  EXPECT_EQ(echo({"terminal", in.from.number(), out.to.number()})->code, 7);
  std::signal(SIGPIPE, before);
}

TEST(LocalStream, WhatIsNotWantedWaits) {
  Pipe in;
  in.write("later");
  bool wanted = false;
  std::vector<std::string> read;
  Script script{[&](VirtualTime now, Input const& input, Outbox& out) {
    if (std::holds_alternative<Started>(input)) {
      out.emplace_back(SetTimer{TimerId{"soon"}, now + std::chrono::milliseconds{20}});
    } else if (std::holds_alternative<TimerFired>(input)) {
      EXPECT_TRUE(read.empty());
      wanted = true;
    } else if (auto const* received = std::get_if<Received>(&input)) {
      EXPECT_TRUE(wanted);
      read.emplace_back(text_of(received->frames.at(0)));
      out.emplace_back(Exit{0, ""});
    }
  }};
  RunOptions options;
  options.streams.push_back({"terminal", in.from.number(), -1, [&] { return wanted; }});
  EXPECT_TRUE(run(script, options).has_value());
  EXPECT_EQ(read, std::vector<std::string>{"later"});
}

}  // namespace
}  // namespace drydock::transport
