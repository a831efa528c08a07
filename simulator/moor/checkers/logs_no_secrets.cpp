#include "simulator/moor/checkers/logs_no_secrets.hpp"

#include <fmt/format.h>

#include <utility>

#include "reference/core/z85.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/var_text.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"

namespace drydock::simulator {
namespace {

/// Shorter ones may stand in a log for other reasons.
constexpr std::size_t secret_min = 12;
constexpr std::size_t logs_max = 100;

}  // namespace

void LogsNoSecrets::add(std::string secret) {
  if (secret.size() < secret_min) return;
  auto const [place, is_new] = secrets_.insert(std::move(secret));
  if (!is_new) return;
  for (std::string const& log : logs_) look_for(*place, log);
}

void LogsNoSecrets::look_for(std::string const& secret, std::string const& log) {
  if (log.find(secret) == std::string::npos) return;
  // Which one is in the trace, and better not here.
  fail(fmt::format("a secret of {} letters is in a log", secret.size()));
}

void LogsNoSecrets::on_input(VirtualTime, NodeId, Input const& input) {
  auto const* received = std::get_if<Received>(&input);
  if (received != nullptr && received->from.socket == "enrollment") {
    learn_enrollment(received->frames.back());
  }
}

void LogsNoSecrets::learn_enrollment(ByteView payload) {
  if (auto const request = moor::enrollment::decode_enrollment_request(payload)) {
    add(request->enrollment_token);
    if (request->service_token) add(*request->service_token);
  } else if (auto const response = moor::enrollment::decode_enrollment_response(payload)) {
    if (response->service_token) add(*response->service_token);
  }
}

void LogsNoSecrets::learn(SocketSpec const& spec) {
  if (auto const* client = std::get_if<CurveClient>(&spec.security)) {
    add(z85_of_secret(client->keys.secret_key));
  } else if (auto const* server = std::get_if<CurveServer>(&spec.security)) {
    add(z85_of_secret(server->secret_key));
  }
}

/// What callers ask, in the words in which it would be logged.
void LogsNoSecrets::learn(Send const& send) {
  if (send.to.socket != "callers" || send.frames.size() != 3) return;
  if (auto const asked = moor::decode_caller_request(send.frames[2])) {
    add(moor::to_literal(moor::list_of(asked->arguments)));
  }
}

void LogsNoSecrets::on_output(VirtualTime, NodeId node, Output const& output) {
  if (auto const* send = std::get_if<Send>(&output)) {
    if (roles_.is(node, Role::caller)) learn(*send);
  } else if (auto const* open = std::get_if<OpenSocket>(&output)) {
    learn(open->spec);
  } else if (auto const* log = std::get_if<Log>(&output)) {
    for (std::string const& secret : secrets_) look_for(secret, log->text);
    logs_.push_back(log->text);
    if (logs_.size() > logs_max) logs_.pop_front();
  }
}

}  // namespace drydock::simulator
