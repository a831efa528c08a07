#include "reference/transport/routes.hpp"

#include <gtest/gtest.h>

namespace drydock::transport {
namespace {

TEST(Routes, EachRoutingIdHasANumberOfItsOwn) {
  Routes routes{10};
  EXPECT_EQ(routes.heard({1}), Route{1});
  EXPECT_EQ(routes.heard({2}), Route{2});
  EXPECT_EQ(routes.heard({1}), Route{1});
  EXPECT_EQ(routes.routing_id(Route{2}), Frame{2});
  EXPECT_EQ(routes.routing_id(only_route), std::nullopt);
}

TEST(Routes, WhoSpokeLongestAgoIsForgottenAndItsNumberNotGivenAgain) {
  Routes routes{2};
  routes.heard({1});
  routes.heard({2});
  routes.heard({1});
  EXPECT_EQ(routes.heard({3}), Route{3});
  EXPECT_EQ(routes.size(), 2u);
  EXPECT_EQ(routes.routing_id(Route{2}), std::nullopt);
  EXPECT_EQ(routes.routing_id(Route{1}), Frame{1});
  EXPECT_EQ(routes.heard({2}), Route{4});
}

TEST(Routes, AForgottenOneIsAnotherWhenItComesBack) {
  Routes routes{10};
  EXPECT_FALSE(routes.knows({1}));
  EXPECT_EQ(routes.heard({1}), Route{1});
  EXPECT_TRUE(routes.knows({1}));
  routes.forget(Route{1});
  routes.forget(Route{1});
  EXPECT_FALSE(routes.knows({1}));
  EXPECT_EQ(routes.routing_id(Route{1}), std::nullopt);
  EXPECT_EQ(routes.heard({1}), Route{2});
}

}  // namespace
}  // namespace drydock::transport
