#include "reference/moor/host/credentials.hpp"

namespace drydock::moor::host {
namespace {

template <class Message>
concept HasClientToken = requires(Message message) {
  { message.client_token } -> std::convertible_to<ClientToken>;
};
template <class Message>
concept HasAuthToken = requires(Message message) {
  { message.auth_token } -> std::convertible_to<AuthToken>;
};

}  // namespace

Credentials credentials_in(HostClientToDaemonMessageUnion const& message) {
  return std::visit(
      []<class Message>(Message const& one) {
        Credentials found;
        if constexpr (HasClientToken<Message>) found.client = one.client_token;
        if constexpr (HasAuthToken<Message>) found.auth = one.auth_token;
        return found;
      },
      message);
}

void refresh(HostClientToDaemonMessageUnion& message, Credentials const& credentials) {
  std::visit(
      [&]<class Message>(Message& one) {
        if constexpr (HasClientToken<Message>) {
          if (credentials.client) one.client_token = *credentials.client;
        }
        if constexpr (HasAuthToken<Message>) {
          if (credentials.auth) one.auth_token = *credentials.auth;
        }
      },
      message);
}

}  // namespace drydock::moor::host
