#include "reference/transport/endpoint.hpp"

#include <gtest/gtest.h>

namespace drydock::transport {
namespace {

std::string error_of(std::string const& text) {
  auto const parsed = parse_endpoint(text);
  return parsed ? "parsed" : parsed.error().message;
}

TEST(Endpoint, IpcIsAPath) {
  EXPECT_EQ(parse_endpoint("ipc:///tmp/a.sock"), Endpoint{IpcEndpoint{"/tmp/a.sock"}});
  EXPECT_EQ(parse_endpoint("ipc://a.sock"), Endpoint{IpcEndpoint{"a.sock"}});
}

TEST(Endpoint, TcpIsAHostAndAPort) {
  EXPECT_EQ(parse_endpoint("tcp://127.0.0.1:7897"), (Endpoint{TcpEndpoint{"127.0.0.1", 7897}}));
  EXPECT_EQ(parse_endpoint("tcp://*:1"), (Endpoint{TcpEndpoint{"*", 1}}));
  EXPECT_EQ(parse_endpoint("tcp://[::1]:65535"), (Endpoint{TcpEndpoint{"[::1]", 65535}}));
  EXPECT_EQ(parse_endpoint("tcp://daemon-1.example:80"),
            (Endpoint{TcpEndpoint{"daemon-1.example", 80}}));
}

TEST(Endpoint, WhatIsNoneIsQuotedWithItsReason) {
  EXPECT_EQ(error_of("ipc:///a,tcp://b:1"),
            "endpoint \"ipc:///a,tcp://b:1\": one endpoint is wanted, and this is a list");
  EXPECT_EQ(error_of("udp://x"), "endpoint \"udp://x\": neither ipc://PATH nor tcp://HOST:PORT");
  EXPECT_EQ(error_of("ipc://"), "endpoint \"ipc://\": the path is missing");
  EXPECT_EQ(error_of("tcp://host"),
            "endpoint \"tcp://host\": the port is missing: tcp://HOST:PORT");
  EXPECT_EQ(error_of("tcp://:80"), "endpoint \"tcp://:80\": \"\" is not a host");
  EXPECT_EQ(error_of("tcp://a b:80"), "endpoint \"tcp://a b:80\": \"a b\" is not a host");
  EXPECT_EQ(error_of("tcp://a;b:80"), "endpoint \"tcp://a;b:80\": \"a;b\" is not a host");
}

TEST(Endpoint, APortIsAWholeNumberFrom1To65535) {
  for (auto const* port : {"0", "65536", "", "x", "80x", "-1", "*", "99999999999"}) {
    EXPECT_EQ(error_of(std::string("tcp://h:") + port), std::string("endpoint \"tcp://h:") + port +
                                                            "\": \"" + port +
                                                            "\" is not a port from 1 to 65535");
  }
}

TEST(Endpoint, APathOf107BytesFitsAndOneOf108DoesNot) {
  EXPECT_TRUE(parse_endpoint("ipc://" + std::string(107, 'a')));
  EXPECT_TRUE(error_of("ipc://" + std::string(108, 'a'))
                  .ends_with("the path has 108 bytes, and a socket's path at most 107"));
}

TEST(Endpoint, SocketsWithoutAFileAreRefused) {
  EXPECT_NE(error_of("ipc://@abstract").find("open to every user"), std::string::npos);
  EXPECT_NE(error_of("ipc://*").find("nobody could find"), std::string::npos);
}

TEST(Endpoint, TcpNeedsToBeAskedForAsInsecure) {
  auto const refused = check_endpoint("tcp://127.0.0.1:7897", false);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("tcp://127.0.0.1:7897"), std::string::npos);
  EXPECT_NE(refused.error().message.find("--insecure"), std::string::npos);
  EXPECT_NE(refused.error().message.find("in the clear"), std::string::npos);
  EXPECT_TRUE(check_endpoint("tcp://127.0.0.1:7897", true));
  EXPECT_TRUE(check_endpoint("ipc:///tmp/x", false));
}

}  // namespace
}  // namespace drydock::transport
