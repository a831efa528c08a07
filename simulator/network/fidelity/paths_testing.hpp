#pragma once

#include "simulator/network/fidelity/both_worlds_testing.hpp"
#include "simulator/real/proxy.hpp"

namespace drydock::simulator::fidelity {

/// What the model says of its links.
class ModelLinks final : public Links {
 public:
  explicit ModelLinks(Network& network) : network_(network) {}
  bool is_blocked(NodeId from, NodeId to) override { return network_.link(from, to).is_blocked(); }
  LinkTrouble trouble(NodeId from, NodeId to) override { return network_.link(from, to).trouble(); }
  /// A link takes by itself about what the way through the proxy does.
  Duration delay(NodeId from, NodeId to) override {
    Link& link = network_.link(from, to);
    return link.settings() == usual_ ? Duration{0} : link.travel_time();
  }
  bool is_silent(NodeId node) override { return network_.is_silent(node); }

 private:
  Network& network_;
  LinkSettings usual_ = network_.link(no_node, no_node).settings();
};

/// Sockets whose connections go through the model's links here, and there through a proxy that does
/// the same as those do, at the model's time: what is late in one is late in the other, until time
/// passes.
struct ByProxy : InBothWorlds {
  transport::TemporaryDirectory directory;
  ModelLinks links{both.model().network()};
  Proxy proxy{links, directory.path("")};

  ByProxy() {
    context.meanwhile = [this] { proxy.pump(both.model().now()); };
  }
  ~ByProxy() override { context.meanwhile = {}; }

  static NodeId node(int who) { return ModelSockets::node_of(who); }
  static Proxy::End end(int who) { return {node(who), "s"}; }
  Network& network() { return both.model().network(); }

  void bind(int who) {
    both.model().bind(who, "x");
    both.libzmq().bind(who, "ipc://" + proxy.bind(end(who), "x"));
    rest();
  }
  void connect(int who) {
    both.model().connect(who, "x");
    both.libzmq().connect(who, "ipc://" + proxy.connect(end(who), "x").value());
    rest();
  }
  /// 0, which binds, and 1, which connects to it.
  void pair(SocketType binding, SocketType connecting, int mark = 1000) {
    open(0, binding, mark, mark);
    bind(0);
    join(1, connecting, mark);
  }
  void join(int who, SocketType connecting, int mark = 1000) {
    open(who, connecting, mark, mark);
    if (connecting == SocketType::sub) subscribe(who, "");
    connect(who);
  }
  void pass(Duration time) {
    both.model().pass(time);
    rest();
  }
  /// All that both receive, once libzmq's has come as far.
  Lines hear(int who) {
    Lines lines;
    while (std::optional<Message> const model = both.model().receive(who)) {
      both.model().rest();
      std::optional<Message> const real = receive_in_the_end(who);
      EXPECT_EQ(text_of(model->frames), real ? text_of(real->frames) : "nothing");
      lines.push_back(text_of(model->frames));
    }
    both.libzmq().settle();
    EXPECT_FALSE(both.libzmq().receive(who).has_value());
    return lines;
  }
  std::optional<Message> receive_in_the_end(int who) {
    constexpr int tries_max = 10'000;
    for (int tries = 0; tries < tries_max; ++tries) {
      both.libzmq().settle();
      if (std::optional<Message> real = both.libzmq().receive(who)) return real;
    }
    return std::nullopt;
  }
};

}  // namespace drydock::simulator::fidelity
