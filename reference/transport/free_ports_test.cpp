#include "reference/transport/free_ports.hpp"

#include <gtest/gtest.h>

#include <set>

#include "reference/transport/transport_testing.hpp"

namespace drydock::transport {
namespace {

// Of 500 that were taken one after the other, some would be the same: there are 28,000.
TEST(FreePorts, NoTwoAreTheSame) {
  auto const ports = free_ports("127.0.0.1", 500);
  ASSERT_TRUE(ports);
  EXPECT_EQ(std::set<std::uint16_t>(ports->begin(), ports->end()).size(), 500u);
  EXPECT_FALSE(std::ranges::count(*ports, 0));
}

TEST(FreePorts, AnEndpointOfATestIsGivenOnce) {
  std::set<std::string> endpoints;
  for (int k = 0; k < 500; ++k) EXPECT_TRUE(endpoints.insert(free_tcp_endpoint()).second);
}

TEST(FreePorts, WhatIsNoAddressOfThisMachineIsNamed) {
  EXPECT_EQ(free_ports("127.0.0", 1).error().message,
            "no port is free on \"127.0.0\": no IPv4 address");
  EXPECT_EQ(free_ports("192.0.2.1", 1).error().message,
            "no port is free on \"192.0.2.1\": Cannot assign requested address");
}

}  // namespace
}  // namespace drydock::transport
