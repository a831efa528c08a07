#include "simulator/network/socket.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <cstdint>
#include <vector>

#include "simulator/network/request_reply.hpp"

namespace drydock::simulator {
namespace {

/// Sends nothing, and knows where there was made room.
class Rooms final : public Transport {
 public:
  SharedFrames::Store& store() override { return store_; }
  bool send(Socket&, Pipe&, Packet::Kind, SharedFrames&) override { return false; }
  void made_room(Pipe& pipe) override { made_.push_back(pipe.number); }
  void note(Socket const&, NetworkEvent::Kind, std::string_view, Frames const*) override {}
  void readable(Socket&) override {}

  std::vector<std::uint32_t> const& made() const { return made_; }

 private:
  SharedFrames::Store store_;
  std::vector<std::uint32_t> made_;
};

constexpr std::uint32_t pipe_count = 3;

/// A socket that receives over a few pipes.
struct Receiver {
  Receiver() {
    for (std::uint32_t k = 0; k < pipe_count; ++k) socket.add_pipe(ConnectorId{k}).peer = NodeId{k};
  }
  SharedFrames message(Frames frames) { return {rooms.store(), std::move(frames)}; }

  static SocketSpec spec() {
    SocketSpec spec;
    spec.type = SocketType::dealer;
    spec.receive_high_water_mark = 4;
    return spec;
  }

  Rooms rooms;
  DealerSocket socket{rooms, SocketId{0}, NodeId{0}, "s", spec()};
};

RC_GTEST_PROP(Socket, TakesWhatIsHandedInAsIfItHadArrivedBefore,
              (std::vector<std::uint8_t> const& doings)) {
  Receiver receiver;
  Receiver expected;
  std::uint8_t number = 0;
  for (std::uint8_t const doing : doings) {
    SharedFrames message;
    if (doing % 4 < 3) {
      std::uint32_t const pipe = 1 + doing % pipe_count;
      Frames frames(1 + doing / 4 % 2, Frame{number++});
      message = receiver.message(frames);
      receiver.socket.hand_in(*receiver.socket.find(pipe), message);
      expected.socket.arrive(*expected.socket.find(pipe), expected.message(frames));
    }
    if (doing / 8 % 4 > 0) {
      Received received;
      Received expected_received;
      RC_ASSERT(receiver.socket.receive(received) == expected.socket.receive(expected_received));
      RC_ASSERT(received == expected_received);
      RC_ASSERT(receiver.socket.last_sender() == expected.socket.last_sender());
    }
    receiver.socket.keep();
    for (std::uint32_t pipe = 1; pipe <= pipe_count; ++pipe) {
      RC_ASSERT(receiver.socket.has_room(*receiver.socket.find(pipe)) ==
                expected.socket.has_room(*expected.socket.find(pipe)));
    }
    RC_ASSERT(receiver.rooms.made() == expected.rooms.made());
  }
}

}  // namespace
}  // namespace drydock::simulator
