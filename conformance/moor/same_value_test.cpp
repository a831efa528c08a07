#include "conformance/moor/same_value.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace drydock::conformance {
namespace {

using namespace moor;

TEST(SameValue, ANegativeZeroMayLoseItsSignAnywhere) {
  EXPECT_TRUE(same_value(0.0, -0.0));
  EXPECT_TRUE(same_value(list_of({0.0}), list_of({-0.0})));
  EXPECT_TRUE(same_value(Map{{{"k", 0.0}}}, Map{{{"k", -0.0}}}));
  EXPECT_TRUE(same_value(Flyweight{ObjId{1}, {{Symbol{"s"}, 0.0}}, {}},
                         Flyweight{ObjId{1}, {{Symbol{"s"}, -0.0}}, {}}));
  auto const with = [](double value) {
    return ErrorValue{ErrorCode::e_type, std::nullopt, std::make_shared<Var>(value), std::nullopt};
  };
  EXPECT_TRUE(same_value(with(0.0), with(-0.0)));
}

TEST(SameValue, NothingElseMayChange) {
  EXPECT_FALSE(same_value(1, 1.0));
  EXPECT_FALSE(same_value(true, 1));
  EXPECT_FALSE(same_value(Symbol{"a"}, Symbol{"A"}));
  EXPECT_FALSE(same_value("1", 1));
  EXPECT_FALSE(same_value(list_of({1, 2}), list_of({2, 1})));
  EXPECT_FALSE(same_value(None{}, list_of({})));
}

}  // namespace
}  // namespace drydock::conformance
