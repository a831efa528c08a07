#include "simulator/scenario/toy_protocol.hpp"

#include <fmt/format.h>

#include <deque>
#include <map>
#include <set>

#include "simulator/faults/odd_message.hpp"
#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr char toy_endpoint[] = "ipc:///tmp/toy";

class Server final : public Machine {
 public:
  Server(bool deaf, bool mixed) : deaf_(deaf), mixed_(mixed) {}
  void step(VirtualTime, Input const& input, Outbox& out) override {
    if (std::holds_alternative<Started>(input)) {
      SocketSpec spec;
      spec.type = SocketType::rep;
      spec.bind = {toy_endpoint};
      out.emplace_back(OpenSocket{"toy", std::move(spec)});
    } else if (std::holds_alternative<StopRequested>(input)) {
      out.emplace_back(Exit{0, "stopped"});
    } else if (auto const* received = std::get_if<Received>(&input)) {
      bool const third = ++asked_ % 3 == 0;
      if (third && deaf_) {
        out.emplace_back(Exit{1, "deaf"});
        return;
      }
      Frames const answer = third && mixed_ ? last_ : received->frames;
      last_ = received->frames;
      out.emplace_back(Send{received->from, answer});
    }
  }

 private:
  bool deaf_;
  bool mixed_;
  int asked_ = 0;
  Frames last_;
};

class Client final : public Machine {
 public:
  void step(VirtualTime now, Input const& input, Outbox& out) override {
    if (std::holds_alternative<Started>(input)) {
      open(out);
    } else if (std::holds_alternative<Received>(input)) {
      out.emplace_back(CancelTimer{{"again"}});
      questions_.pop_front();
      if (!questions_.empty()) send(now, out);
    } else if (std::holds_alternative<TimerFired>(input)) {
      out.emplace_back(CloseSocket{"toy"});
      open(out);
      send(now, out);
    } else if (std::holds_alternative<StopRequested>(input)) {
      out.emplace_back(Exit{0, "stopped"});
    }
  }
  void ask(VirtualTime now, std::string_view text, Outbox& out) {
    questions_.push_back(bytes_of(text));
    if (questions_.size() == 1) send(now, out);
  }

 private:
  void open(Outbox& out) {
    SocketSpec spec;
    spec.connect = {toy_endpoint};
    out.emplace_back(OpenSocket{"toy", std::move(spec)});
  }
  void send(VirtualTime now, Outbox& out) {
    out.emplace_back(Send{{"toy"}, {questions_.front()}});
    out.emplace_back(SetTimer{{"again"}, now + 1s});
  }
  std::deque<Frame> questions_;
};

/// Every question has its own answer.
class Answered final : public Checker {
 public:
  using Checker::Checker;
  std::string_view name() const override { return "answered"; }
  void asked(NodeId node, std::string text) { open_[node].push_back(std::move(text)); }
  bool is_done() const {
    for (auto const& [node, questions] : open_) {
      if (!questions.empty()) return false;
    }
    return true;
  }
  void on_input(VirtualTime, NodeId node, Input const& input) override {
    auto const* received = std::get_if<Received>(&input);
    if (received == nullptr || !open_.contains(node) || open_[node].empty()) return;
    std::string const answer(drydock::text_of(received->frames[0]));
    if (answer != open_[node].front()) {
      fail(fmt::format("'{}' was answered with '{}'", open_[node].front(), answer));
    }
    open_[node].pop_front();
  }
  void on_node(VirtualTime, NodeId node, NodeEvent event) override {
    if (event == NodeEvent::crashed || event == NodeEvent::exited) open_.erase(node);
  }

 private:
  std::map<NodeId, std::deque<std::string>> open_;
};

class ToyPlay final : public Play {
 public:
  ToyPlay(Scenario const& scenario, Verdict& verdict) : answered_(verdict) {
    for (std::string const& defect : scenario.defects) defects_.insert(defect);
  }
  Result<MachineFactory> machine(World&, NodeDeclaration const& node) override {
    if (node.kind == "client") {
      return MachineFactory{[](Rng, std::uint64_t) { return std::make_unique<Client>(); }};
    }
    if (node.kind != "server") return fail("there is no kind of node '" + node.kind + "'");
    return MachineFactory{
        [deaf = defects_.contains("deaf"), mixed = defects_.contains("mixed")](Rng, std::uint64_t) {
          return std::make_unique<Server>(deaf, mixed);
        }};
  }
  std::optional<Result<Action>> command(World& world, std::string_view verb,
                                        Words& words) override {
    if (verb == "say") return odd_message(world, words);
    if (verb != "ask") return std::nullopt;
    Result<NodeId> const node = words.node(world);
    if (!node) return tl::make_unexpected(node.error());
    Result<std::string_view> const text = words.word("a question");
    if (!text) return tl::make_unexpected(text.error());
    return Action{[this, node = *node, text = std::string(*text)](World& target) {
      bool const asked = target.prod(node, [&](VirtualTime now, Machine& machine, Outbox& out) {
        static_cast<Client&>(machine).ask(now, text, out);
      });
      if (asked) answered_.asked(node, text);
    }};
  }
  std::vector<Checker*> checkers() override { return {&answered_}; }
  void begin_settling(World&) override {}
  bool is_settled(World const&) override { return answered_.is_done(); }
  std::string describe(NodeId, SocketName, Direction, Frames const& frames) override {
    Frame const& text = frames.front().empty() && frames.size() > 1 ? frames[1] : frames.front();
    return fmt::format("Text({})", drydock::text_of(text));
  }

 private:
  static Result<Action> odd_message(World const& world, Words& words) {
    Result<NamedSocket> const socket = parse_socket(words, world);
    if (!socket) return tl::make_unexpected(socket.error());
    std::string const text(words.take_rest());
    return Action{[socket = *socket, text](World& target) {
      say_odd(target, socket.node, socket.socket, {Frame{}, bytes_of(text)});
    }};
  }

  std::set<std::string> defects_;
  Answered answered_;
};

}  // namespace

std::vector<NamedDefect> ToyProtocol::defects() const {
  return {{"deaf", "", "the server ends at every third question"},
          {"mixed", "", "the server gives every third question the answer of the one before"}};
}

Result<std::unique_ptr<Play>> ToyProtocol::begin(Scenario const& scenario, Verdict& verdict) const {
  for (std::string const& defect : scenario.defects) {
    if (defect != "deaf" && defect != "mixed") {
      return fail("there is no defect '" + defect + "'");
    }
  }
  return std::make_unique<ToyPlay>(scenario, verdict);
}

Protocol::Draw ToyProtocol::draw(Rng rng, Duration lasts, std::string_view) const {
  Draw draw;
  draw.nodes.push_back({"d", "server", {}, 0});
  std::uint64_t const clients = 1 + rng.below(3);
  for (std::uint64_t k = 0; k < clients; ++k) {
    std::string const name = fmt::format("c{}", k + 1);
    draw.nodes.push_back({name, "client", {}, 0});
    draw.targets.links.emplace_back(name, "d");
    draw.messages.emplace_back("Text", name);
    for (int question = 1; question <= 4; ++question) {
      Step step;
      step.kind = Step::Kind::at;
      step.time = draw_duration(rng, 0s, lasts);
      step.command = fmt::format("ask {} {}-{}", name, name, question);
      draw.steps.push_back(std::move(step));
    }
  }
  draw.targets.processes = {"d"};
  draw.settles_within = 60s;
  return draw;
}

}  // namespace drydock::simulator
