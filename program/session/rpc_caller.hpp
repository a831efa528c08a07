#pragma once

#include <atomic>
#include <optional>
#include <stdexcept>
#include <string>

#include "reference/core/uuid.hpp"
#include "reference/moor/codec/rpc_messages.hpp"
#include "reference/transport/transport_testing.hpp"

// For tests: asks a daemon that may be killed at any moment.

namespace drydock::program {

/// What all who ask one daemon know of it.
struct DaemonLife {
  /// False from the moment at which it is gone until it is started again.
  std::atomic<bool> lives{false};
  /// What it acknowledged to anybody, ever. Notified with each.
  std::atomic<std::uint64_t> acknowledged{0};
};

class RpcCaller {
 public:
  RpcCaller(std::string endpoint, DaemonLife& life) : endpoint_(std::move(endpoint)), life_(life) {}

  /// The daemon's answer; absent where the daemon was killed before one came: then nobody knows
  /// what it did. Throws where a daemon that lives does not answer.
  std::optional<moor::ReplyResultUnion> ask(Uuid const& client,
                                            moor::HostClientToDaemonMessageUnion message);
  /// Likewise, and throws where the answer is another than `Answer`.
  template <class Answer>
  std::optional<Answer> expect(Uuid const& client, moor::HostClientToDaemonMessageUnion message) {
    auto answer = ask(client, std::move(message));
    if (!answer) return std::nullopt;
    auto* const success = std::get_if<moor::ClientSuccess>(&*answer);
    auto* const wanted = success == nullptr ? nullptr : std::get_if<Answer>(&success->reply);
    if (wanted == nullptr) throw std::runtime_error("another answer: " + text_of(*answer));
    return std::move(*wanted);
  }

  static std::string text_of(moor::ReplyResultUnion const& answer);

 private:
  void connect();

  std::string endpoint_;
  DaemonLife& life_;
  std::optional<transport::RawSocket> socket_;
};

}  // namespace drydock::program
