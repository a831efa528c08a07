#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "reference/moor/host/test_host.hpp"

namespace drydock::moor::host {

using namespace std::chrono_literals;
using Code = RpcMessageErrorCode;

/// A host that is registered, and whatever the test has people type and the daemon say.
class SessionTest : public testing::Test {
 protected:
  SessionTest() { host_->register_host(); }
  /// Begins anew, with other settings.
  void use(Settings settings) {
    host_ = std::make_unique<TestHost>(std::move(settings));
    host_->register_host();
  }
  std::unique_ptr<TestHost> host_ = std::make_unique<TestHost>();
};

inline RequestInputEvent asking(std::uint8_t number) {
  RequestInputEvent event;
  event.request_id.bytes[15] = number;
  return event;
}

}  // namespace drydock::moor::host
