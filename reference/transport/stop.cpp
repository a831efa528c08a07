#include "reference/transport/stop.hpp"

#include <fmt/format.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::transport {

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Result<StopSignals> StopSignals::take() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  Descriptor descriptor{::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC)};
  if (descriptor.number() < 0) return fail(fmt::format("signalfd: {}", std::strerror(errno)));
  sigset_t old_mask;
  ENSURE(pthread_sigmask(SIG_BLOCK, &signals, &old_mask) == 0);
  return StopSignals{std::move(descriptor), old_mask};
}

StopSignals::StopSignals(Descriptor descriptor, sigset_t old_mask)
    : descriptor_(std::move(descriptor)), old_mask_(old_mask) {}

StopSignals::~StopSignals() {
  if (descriptor_.number() < 0) return;
  while (take_stop(descriptor_.number())) continue;
  pthread_sigmask(SIG_SETMASK, &old_mask_, nullptr);
}

StopRequests::StopRequests()
    : descriptor_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC | EFD_SEMAPHORE)) {
  ENSURE(descriptor_.number() >= 0);
}

void StopRequests::request() {
  std::uint64_t const one = 1;
  ENSURE(::write(descriptor_.number(), &one, sizeof one) == sizeof one);
}

bool take_stop(int descriptor) {
  signalfd_siginfo one;  // The larger of the two kinds.
  ssize_t got = 0;
  do {
    got = ::read(descriptor, &one, sizeof one);
  } while (got < 0 && errno == EINTR);
  return got > 0;
}

}  // namespace drydock::transport
