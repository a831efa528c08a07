// The daemon's client side: fed requests, whole, mutated and made of junk, subscriptions, what
// programs do, and time. It must answer every request that came with a delimiter with exactly one
// valid reply, publish only valid events, and keep its invariants.
#include <memory>
#include <vector>

#include "fuzz/fuzz_bytes.hpp"
#include "reference/core/ensure.hpp"
#include "reference/moor/sessions/test_sessions.hpp"

namespace drydock::fuzz {
namespace {

using namespace moor;
using namespace moor::sessions;
using namespace std::chrono_literals;

class RpcFuzz {
 public:
  explicit RpcFuzz(ByteView input)
      : bytes_(input),
        authority_(bytes_.byte() % 2 == 1),
        sessions_(settings(), authority_, store_, make_tasks()),
        driver_(sessions_) {
    driver_.input(Started{});
    say(ids_[0], ConnectionEstablish{"here", 1, 2});
    say(ids_[0], LoginCommand{{clients_.back()}, ObjId{0}, {"connect", "2"}, true});
  }

  void run() {
    for (int steps = 0; steps < 100 && !bytes_.empty() && !driver_.exit(); ++steps) {
      act();
      look();
    }
  }

 private:
  static Settings settings() {
    Settings settings;
    settings.connections_max = 4;
    settings.attributes_max = 4;
    settings.login_max = 40s;
    return settings;
  }
  Sessions::MakeTaskDesk make_tasks() {
    return [this](RpcPort const& port, ConnectionDesk& desk) {
      auto made = std::make_unique<TestTasks>(port, desk);
      tasks_ = made.get();
      return made;
    };
  }

  void act() {
    int const deed = bytes_.byte() % 11;
    // One draw to a statement: compilers differ in the order of arguments.
    Uuid const id = ids_[bytes_.byte() % ids_.size()];
    moor::ClientToken const client{clients_[bytes_.byte() % clients_.size()]};
    moor::AuthToken const auth{auths_[bytes_.byte() % auths_.size()]};
    switch (deed) {
      case 0:
        return ask({bytes_.chunk(), bytes_.chunk()});
      case 1:
        return ask(frames());
      case 2:
        return mutated(id, Command{client, auth, ObjId{0}, "look"});
      case 3:
        return say(id, ConnectionEstablish{"here", 1, 2});
      case 4:
        return say(id, Attach{auth, ConnectType::no_connect, ObjId{0}, "here", 1, 2});
      case 5:
        return say(id, Detach{client, bytes_.byte() % 2 == 1});
      case 6:
        return say(id, Reattach{client, auth});
      case 7:
        return driver_.receive(EventChannel::socket, {bytes_.chunk()});
      case 8:
        return driver_.advance(std::chrono::milliseconds{bytes_.word()});
      case 9:
        return program(id, ObjId{bytes_.byte() % 4});
      default:
        return mutated(id, SetClientAttribute{client, auth, {"key"}, list_of({1, "two"})});
    }
  }

  Frames frames() {
    Frames frames;
    int const count = bytes_.byte() % 4;
    for (int k = 0; k < count; ++k) frames.push_back(bytes_.chunk());
    return frames;
  }
  void program(Uuid const& id, Obj const& player) {
    Outbox out;
    tasks_->desk.publish(id, text_event("x"), out);
    if (bytes_.byte() % 2 == 0) tasks_->desk.boot(driver_.now(), player, out);
    tasks_->desk.switch_player(driver_.now(), id, player, out);
    for (Output& output : out) driver_.apply(std::move(output));
    sessions_.check_invariants();
    sessions_.check_everything();
  }

  void say(Uuid const& id, HostClientToDaemonMessageUnion message) {
    ask(request_frames(id, HostClientToDaemonMessage{std::move(message)}).value());
  }
  /// Some bytes of a good request changed.
  void mutated(Uuid const& id, HostClientToDaemonMessageUnion message) {
    Frames frames = request_frames(id, HostClientToDaemonMessage{std::move(message)}).value();
    int const count = bytes_.byte() % 4;
    for (int k = 0; k < count; ++k) {
      Frame& frame = frames[bytes_.byte() % 2];
      std::size_t const at = bytes_.word() % frame.size();
      frame[at] = bytes_.byte();
    }
    ask(std::move(frames));
  }

  void ask(Frames frames) {
    look();
    bool const is_heard = !frames.empty();
    frames.insert(frames.begin(), Frame{});
    driver_.receive(RpcPort::socket, std::move(frames), Route{9});
    ENSURE(look() == (is_heard ? 1 : 0));
  }

  /// Reads what was sent, and gives back how much of it was replies.
  int look() {
    int replies = 0;
    for (Send const& send : driver_.take_sent()) {
      if (send.to.socket == RpcPort::socket) {
        ++replies;
        note_reply(send);
      } else {
        note_event(send);
      }
    }
    return replies;
  }
  void note_reply(Send const& send) {
    ENSURE(send.to.route == Route{9} && send.frames.size() == 2);
    auto const reply = decode_reply_result(send.frames[1]);
    ENSURE(reply.has_value());
    auto const* success = std::get_if<ClientSuccess>(&reply->result);
    if (success == nullptr) return;
    if (auto const* made = std::get_if<NewConnection>(&success->reply)) {
      clients_.push_back(made->client_token.token);
    } else if (auto const* login = std::get_if<LoginResult>(&success->reply)) {
      if (login->auth_token) auths_.push_back(login->auth_token->token);
    }
  }
  static void note_event(Send const& send) {
    ENSURE(send.frames.size() == 2);
    auto const topic = topic_of(send.frames[0]);
    ByteView const payload{send.frames[1]};
    ENSURE(topic.has_value());
    if (topic == EventTopic::hosts) ENSURE(decode_host_broadcast(payload).has_value());
    if (topic == EventTopic::broadcast) ENSURE(decode_clients_broadcast(payload).has_value());
    if (topic == EventTopic::client) ENSURE(decode_client_event(payload).has_value());
  }

  FuzzBytes bytes_;
  TestAuthority authority_;
  MemoryStore store_;
  TestTasks* tasks_ = nullptr;
  Sessions sessions_;
  MachineDriver driver_;
  std::vector<Uuid> ids_{Uuid{{1}}, Uuid{{2}}, Uuid{{'h', 'o', 's', 't', 's'}},
                         Uuid{{4}}, Uuid{{5}}, Uuid{{6}}};
  std::vector<std::string> clients_{"", "v4.public.x"};
  std::vector<std::string> auths_{"", "v4.public.x"};
};

}  // namespace
}  // namespace drydock::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  drydock::fuzz::RpcFuzz{{data, size}}.run();
  return 0;
}
