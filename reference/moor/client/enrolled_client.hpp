#pragma once

#include <optional>

#include "reference/moor/client/client.hpp"
#include "reference/moor/enrollment/enrollment_client.hpp"

namespace drydock::moor::client {

/// A client that enrolls: first an identity, stored or asked for, as long as a daemon may take to
/// be there; then the client with its keys. Source: hosts 1.6; workers 7.4.
class EnrolledClient : public Machine {
 public:
  /// `files`, and the clock of `enrollment`, outlive the machine.
  EnrolledClient(Settings settings, enrollment::EnrollmentClient::Settings enrollment,
                 FileStore& files, Rng rng);

  void step(VirtualTime now, Input const& input, Outbox& out) override;

  /// As the client's; there once it has ended.
  std::optional<Outcome> outcome() const;
  std::vector<std::string> said() const;

 private:
  void enroll(VirtualTime now, Input const& input, Outbox& out);
  void end(std::string reason, Outbox& out);

  Settings settings_;
  std::string const enrollment_address_;
  Rng rng_;
  enrollment::EnrollmentClient enrollment_;
  std::optional<NoAnswer> failure_;
  std::optional<Client> client_;
};

}  // namespace drydock::moor::client
