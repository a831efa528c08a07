#include "reference/moor/sessions/hosts.hpp"
#include "reference/moor/sessions/test_sessions.hpp"

#include <gtest/gtest.h>

namespace drydock::moor::sessions {
namespace {

using namespace std::chrono_literals;

Uuid host(std::uint8_t number) { return Uuid{{0xa0, number}}; }
std::vector<Listener> listening(std::vector<std::string> const& addresses) {
  std::vector<Listener> listeners;
  for (std::string const& address : addresses) listeners.push_back({ObjId{0}, address});
  return listeners;
}

// DH-08.
TEST(ListenAddress, IsAnIpAddressAndAPort) {
  EXPECT_EQ(parse_listen_address("1.2.3.4:1"), (ListenAddress{"1.2.3.4", 1}));
  EXPECT_EQ(parse_listen_address("[::1]:65535"), (ListenAddress{"::1", 65535}));
  for (char const* text : {"", "x", "x:1", "1.2.3.4", "1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:-1",
                           "1.2.3.4:1 ", "::1:2", "[1.2.3.4]:1", "[::1", "0.0.0.0:8080:7777"}) {
    EXPECT_EQ(parse_listen_address(text), std::nullopt) << text;
  }
}

// DH-03, DH-08.
TEST(Hosts, AHostsListIsReplacedAsAWholeWithoutWhatCannotBeParsed) {
  Hosts hosts;
  EXPECT_TRUE(hosts.saw(at(0s), host(1), HostType::tcp, listening({"1.2.3.4:1", "x"})));
  EXPECT_EQ(hosts.listeners(), listening({"1.2.3.4:1"}));
  EXPECT_FALSE(hosts.saw(at(1s), host(1), HostType::tcp, listening({"1.2.3.4:2", "[::1]:3"})));
  EXPECT_EQ(hosts.listeners(), listening({"1.2.3.4:2", "[::1]:3"}));
}

// DH-04.
TEST(Hosts, AForgottenHostListensNowhere) {
  Hosts hosts;
  hosts.saw(at(0s), host(1), HostType::tcp, listening({"1.2.3.4:1"}));
  hosts.forget(host(1));
  hosts.forget(host(1));
  EXPECT_TRUE(hosts.listeners().empty());
}

// DH-11.
TEST(Hosts, AHostExpiresWhenItIsSilentForMoreThanTheLimit) {
  Hosts hosts;
  hosts.saw(at(0s), host(1), HostType::tcp, {});
  hosts.saw(at(1s), host(2), HostType::web_socket, {});
  EXPECT_TRUE(hosts.expire(at(10s)).empty());
  EXPECT_EQ(hosts.expire(at(10s + 1ns)), std::vector{host(1)});
  EXPECT_EQ(hosts.all().size(), 1U);
}

}  // namespace
}  // namespace drydock::moor::sessions
