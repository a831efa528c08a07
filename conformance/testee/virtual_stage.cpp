#include "conformance/testee/virtual_stage.hpp"

#include <fmt/format.h>

#include <csignal>
#include <utility>
#include <variant>

#include "conformance/judge/finding.hpp"
#include "reference/core/ensure.hpp"

namespace drydock::conformance {
namespace {

using simulator::NodeEvent;
using simulator::NodeId;

/// 2026-01-01: a day like any other.
constexpr Duration began = std::chrono::seconds{1'767'225'600};

simulator::WorldSettings settings_with(Seed seed) {
  simulator::WorldSettings settings;
  settings.seed = seed;
  return settings;
}

}  // namespace

VirtualStage::VirtualStage(TesteeFactory factory, std::span<Placeholder const> placeholders,
                           Seed seed, Links links)
    : factory_(std::move(factory)),
      links_(links),
      clock_(WallTime::from_unix(began)),
      world_(settings_with(seed)),
      suite_(world_.add_puppet(
          "suite", [this](VirtualTime, Input const& input) { on_suite_input(input); })) {
  for (Placeholder const& one : placeholders) prepare(one);
  world_.watch(*this);
  world_.start(suite_);
}

void VirtualStage::prepare(Placeholder const& one) {
  std::string& value = values_[std::string(one.name)];
  switch (one.kind) {
    case Placeholder::Kind::endpoint:
      value = fmt::format("{}:///{}", secure() ? "tcp" : "ipc", one.name);
      break;
    case Placeholder::Kind::directory:
      value = fmt::format("/{}", one.name);
      break;
    case Placeholder::Kind::file:
      value = fmt::format("/{}", one.name);
      files_.write(value, one.text);
      break;
    case Placeholder::Kind::text:
      value = one.text;
      break;
  }
}

void VirtualStage::on_suite_input(Input const& input) {
  if (auto const* received = std::get_if<Received>(&input)) happenings_.emplace_back(*received);
  if (auto const* up = std::get_if<PeerUp>(&input)) happenings_.emplace_back(*up);
  if (auto const* down = std::get_if<PeerDown>(&input)) happenings_.emplace_back(*down);
}

std::string VirtualStage::value(std::string_view placeholder) const {
  auto const found = values_.find(placeholder);
  ENSURE(found != values_.end());
  return found->second;
}

void VirtualStage::open(SocketName socket, SocketSpec const& spec) {
  world_.perform(suite_, {OpenSocket{socket, spec}});
}

void VirtualStage::close(SocketName socket) { world_.perform(suite_, {CloseSocket{socket}}); }

void VirtualStage::send(PeerId const& to, Frames const& frames) {
  world_.perform(suite_, {Send{to, frames}});
}

TesteeId VirtualStage::start_with(StartOptions const& options) {
  TesteeId const id{static_cast<std::uint32_t>(testees_.size())};
  Values values = values_;
  for (auto const& [name, value] : options.values) values[name] = value;
  auto const make = [this, values, environment = options.environment](Rng rng, std::uint64_t) {
    return factory_({values, environment, home(), files_, clock_}, rng);
  };
  testees_.push_back({world_.add_node(fmt::format("testee-{}", id.value()), make), {}});
  world_.start(testees_.back().node);
  return id;
}

void VirtualStage::signal(TesteeId id, StopSignal signal) {
  if (signal != StopSignal::kill) {
    world_.stop(testee(id).node);
  } else if (world_.crash(testee(id).node)) {
    tell_later({id, SIGKILL, true});
  }
}

std::string const& VirtualStage::output(TesteeId id) const { return testee(id).output.head(); }

std::string VirtualStage::output_tail() const {
  std::string all;
  for (Testee const& one : testees_) all += one.output.tail();
  return all;
}

std::optional<Happening> VirtualStage::next(VirtualTime until) {
  world_.run_until(until, [this] { return !happenings_.empty(); });
  if (happenings_.empty()) return std::nullopt;
  if (++messages_ > messages_max) {
    fail_case(fmt::format("no more than {} messages", messages_max), "a flood");
  }
  Happening first = std::move(happenings_.front());
  happenings_.pop_front();
  return first;
}

std::optional<TesteeId> VirtualStage::id_of(NodeId node) const {
  for (std::size_t at = 0; at < testees_.size(); ++at) {
    if (testees_[at].node == node) return TesteeId{static_cast<std::uint32_t>(at)};
  }
  return std::nullopt;
}

/// A machine's log is what its process would write at the default level.
void VirtualStage::on_output(VirtualTime, NodeId node, Output const& output) {
  auto const id = id_of(node);
  if (!id) return;
  CapturedOutput& written = testees_[id->value()].output;
  auto const* log = std::get_if<Log>(&output);
  if (log != nullptr && log->level >= LogLevel::info) written.add(log->text + "\n");
  if (auto const* exit = std::get_if<Exit>(&output)) written.add(exit->reason + "\n");
}

void VirtualStage::on_node(VirtualTime, NodeId node, NodeEvent event) {
  auto const id = id_of(node);
  if (!id || event != NodeEvent::exited) return;
  auto const& exit = world_.exit_of(node);
  tell_later({*id, exit ? exit->code : 0, false});
}

void VirtualStage::tell_later(TesteeEnded const& end) {
  world_.at(world_.now() + last_words, [this, end] { happenings_.emplace_back(end); });
}

}  // namespace drydock::conformance
