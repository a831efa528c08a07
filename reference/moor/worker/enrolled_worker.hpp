#pragma once

#include <memory>
#include <optional>

#include "reference/machine/machine.hpp"
#include "reference/moor/enrollment/enrollment_client.hpp"
#include "reference/moor/worker/worker.hpp"

namespace drydock::moor::worker {

/// A worker for tcp: first an identity, stored or enrolled for, then the worker with its keys. Ends
/// with code 2 and the reason when there is no identity to be had. Source: workers 3.10, 7.4.
class EnrolledWorker : public Machine {
 public:
  /// `files` outlives the machine.
  EnrolledWorker(Settings settings, enrollment::EnrollmentClient::Settings enrollment,
                 std::unique_ptr<Service> service, FileStore& files, Rng rng);

  void step(VirtualTime now, Input const& input, Outbox& out) override;
  void check_invariants() const override;

 private:
  void enroll(VirtualTime now, Input const& input, Outbox& out);
  void begin_work(VirtualTime now, Outbox& out);

  Settings settings_;
  std::unique_ptr<Service> service_;
  Rng rng_;
  enrollment::EnrollmentClient enrollment_;
  std::optional<Worker> worker_;
};

}  // namespace drydock::moor::worker
