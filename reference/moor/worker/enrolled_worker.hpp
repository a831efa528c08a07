#pragma once

#include <memory>
#include <optional>

#include "reference/machine/machine.hpp"
#include "reference/moor/enrollment/enrollment_client.hpp"
#include "reference/moor/enrollment/token_holder.hpp"
#include "reference/moor/worker/worker.hpp"

namespace drydock::moor::worker {

/// A worker that enrolls: first an identity, stored or asked for, then the worker with its keys. In
/// the strict profile it asks at each start for a token for its worker id, and keeps that good; the
/// worker works on meanwhile. Ends with code 2 and the reason when there is no identity, or no
/// token any more, to be had. Source: workers 3.10, 7.4; tokens ST-06 to ST-08.
class EnrolledWorker : public Machine {
 public:
  /// `files` and the clock of `enrollment` outlive the machine. The profile is that of `settings`,
  /// and so are the mistakes; those of `enrollment` are not looked at.
  EnrolledWorker(Settings settings, enrollment::EnrollmentClient::Settings enrollment,
                 std::unique_ptr<Service> service, FileStore& files, Rng rng);

  void step(VirtualTime now, Input const& input, Outbox& out) override;
  void check_invariants() const override;

 private:
  void begin_work(VirtualTime now, Outbox& out);
  void work(VirtualTime now, Input const& input, Outbox& out);

  Settings settings_;
  std::unique_ptr<Service> service_;
  Rng rng_;
  WallClock const* clock_;
  enrollment::EnrollmentClient enrollment_;
  std::optional<enrollment::TokenHolder> tokens_;  // In the strict profile, from the work on.
  std::optional<Worker> worker_;
};

}  // namespace drydock::moor::worker
