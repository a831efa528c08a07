#include "simulator/moor/checkers/expires_in_time.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/world/duration_text.hpp"

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

constexpr Duration silence_min = 30s;
constexpr Duration silence_max = 36s;
/// So long a client that is there is silent at most: two pings.
constexpr Duration pong_max = 11s;
/// How long after its command a boot may come: once tasks go on that were stored.
constexpr Duration boot_max = 60s;

}  // namespace

void ExpiresInTime::on_call(VirtualTime now, ClientCall const& call) {
  if (boots(call)) booting_ = now;
}

void ExpiresInTime::on_answer(VirtualTime now, ClientCall const& call,
                              moor::ReplyResultUnion const& result) {
  if (is_unknown(result)) on_gone(now, call.client, false);
}

void ExpiresInTime::on_event(VirtualTime now, Uuid const& client,
                             moor::ClientEventUnion const& event) {
  bool const may_be_booted = booting_ && now - *booting_ <= boot_max;
  bool const is_gone = std::holds_alternative<moor::DisconnectEvent>(event);
  if (is_gone && !may_be_booted) on_gone(now, client, true);
}

void ExpiresInTime::on_gone(VirtualTime now, Uuid const& id, bool is_told) {
  auto const* client = clients_.find(id);
  if (client == nullptr || !client->is_there) return;
  Duration const silence = now - client->last_sign_of_life;
  if (silence < silence_min) {
    fail(fmt::format("client {} is gone though it was heard {} ago", id.text(), to_text(silence)));
  } else if (!is_told) {
    fail(fmt::format("client {} has expired and was not told", id.text()));
  }
}

void ExpiresInTime::on_tick(VirtualTime now) {
  if (pace_.is_hampered() || now <= pace_.at_full_speed_since() + silence_max) return;
  for (auto const& [id, client] : clients_.all()) {
    if (!client.is_there) continue;
    if (now <= client.last_heard + silence_max) continue;
    return fail(fmt::format("client {} was silent for {} and has not expired", id.text(),
                            to_text(now - client.last_heard)));
  }
}

bool ExpiresInTime::is_settled(VirtualTime now) const {
  return std::none_of(clients_.all().begin(), clients_.all().end(), [&](auto const& entry) {
    auto const& client = entry.second;
    return client.is_there && now > client.last_heard + pong_max;
  });
}

void ExpiresInTime::on_daemon(VirtualTime now, NodeEvent event) { pace_.on_node(now, event); }

}  // namespace drydock::simulator
