#include "simulator/network/fidelity/program.hpp"

#include <fmt/format.h>

#include <array>
#include <ostream>

namespace drydock::simulator::fidelity {
namespace {

template <class Choices>
auto const& chosen(Choices const& choices, int number) {
  return choices[static_cast<std::size_t>(number) % choices.size()];
}

}  // namespace

std::vector<Plot> const& plots() {
  using enum SocketType;
  static std::vector<Plot> const all{
      {{router}, {dealer, req}}, {{rep}, {req, dealer}},    {{pub, xpub}, {sub}},
      {{dealer}, {dealer, rep}}, {{dealer}, {router}},      {{router, dealer}, {dealer}},
      {{sub}, {pub, xpub}},      {{dealer}, {rep, router}}, {{xpub}, {sub}},
  };
  return all;
}

bool limits_frames(SocketSpec const& spec) { return spec.frame_bytes_max == frame_bytes_max; }

SocketSpec spec_of(Program const& program, Part const& part) {
  Plot const& plot = chosen(plots(), program.plot);
  SocketSpec spec;
  spec.type = chosen(part.binds ? plot.binding : plot.connecting, part.type);
  spec.send_high_water_mark = part.send_high_water_mark;
  spec.receive_high_water_mark = part.receive_high_water_mark;
  // With a full pipe, such a socket that connects never finishes the handshake of its next
  // connection in libzmq, as it finds no room for the peer's routing id. Our machines have none
  // that connect.
  bool const wants_routing_id = spec.type == SocketType::router || spec.type == SocketType::rep;
  if (wants_routing_id && !part.binds)
    spec.receive_high_water_mark = SocketSpec{}.receive_high_water_mark;
  spec.reconnect_min = std::chrono::milliseconds{1};
  if (part.limits_frames) spec.frame_bytes_max = frame_bytes_max;
  // It answers while it receives, so that a frame above the limit must not wait for room until
  // then.
  if (part.limits_frames && spec.type == SocketType::rep) {
    spec.receive_high_water_mark = SocketSpec{}.receive_high_water_mark;
  }
  return spec;
}

std::string_view word_of(SocketType type) {
  constexpr std::array<std::string_view, 8> words{"req",  "rep",    "pub",    "sub",
                                                  "xpub", "router", "dealer", "stream"};
  return words[static_cast<std::size_t>(type)];
}

bool publishes(SocketType type) { return type == SocketType::pub || type == SocketType::xpub; }

std::string endpoint_of(Step const& step) {
  return chosen(std::array<std::string, 4>{"x", "x", "x", "y"}, step.what);
}

std::string topic_of(Step const& step) {
  return chosen(std::array<std::string, 4>{"a", "ab", "", "b"}, step.what);
}

std::vector<std::string> opening_of(SocketType type, Step const& step) {
  using Opening = std::vector<std::string>;
  static std::vector<Opening> const topics{{"a"}, {"ab"}, {""}, {"b"}, {"abc", "x"}};
  static std::vector<Opening> const bodies{
      {}, {"x"}, {""}, {std::string(frame_bytes_max + 1, 'L')}, {"abcd"}};
  static std::vector<Opening> const raw{
      {""},         {},       {"x", ""}, {"", "x"},
      {"abcd", ""}, {"abcd"}, {"", ""},  {"", std::string(frame_bytes_max + 1, 'L')},
      {"x"}};
  bool const is_raw = type == SocketType::router || type == SocketType::dealer;
  if (publishes(type)) return chosen(topics, step.what);
  return chosen(is_raw ? raw : bodies, step.what);
}

int messages_of(Step const& step) { return 1 + step.count % 4; }

std::ostream& operator<<(std::ostream& out, Program const& program) {
  return out << fmt::format("{} sockets and {} steps", program.parts.size(), program.steps.size());
}

}  // namespace drydock::simulator::fidelity
