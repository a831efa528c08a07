#include "reference/moor/codec/var.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "reference/moor/codec/caller_messages.hpp"

namespace drydock::moor {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

TEST(Var, FloatsCompareBitForBit) {
  EXPECT_EQ(Var(not_a_number), Var(not_a_number));
  EXPECT_NE(Var(not_a_number), Var(-not_a_number));
  EXPECT_NE(Var(0.0), Var(-0.0));
  EXPECT_NE(Var(1.0), Var(1));
}

TEST(Var, KindsAreToldApart) {
  EXPECT_NE(Var("a"), Var(Symbol{"a"}));
  EXPECT_NE(Var(None{}), Var(false));
  EXPECT_NE(Var(Obj(UuObjId{1})), Var(Obj(AnonymousObjId{1})));
  EXPECT_NE(Var(List{}), Var(Map{}));
}

TEST(Var, ErrorsCompareByWhatTheirValueHolds) {
  auto const with = [](Var value) {
    return Var(
        ErrorValue{ErrorCode::e_perm, "m", std::make_shared<Var const>(std::move(value)), {}});
  };
  EXPECT_EQ(with(list_of({1})), with(list_of({1})));
  EXPECT_NE(with(1), with(2));
  EXPECT_NE(with(1), Var(ErrorValue{ErrorCode::e_perm, "m", nullptr, {}}));
}

TEST(Var, FlyweightsCompareByEveryPart) {
  Flyweight const flyweight{ObjId{1}, {{Symbol{"a"}, 1}}, List{{2}}};
  EXPECT_EQ(Var(flyweight), Var(flyweight));
  EXPECT_NE(Var(flyweight), Var(Flyweight{ObjId{2}, flyweight.slots, flyweight.contents}));
  EXPECT_NE(Var(flyweight), Var(Flyweight{flyweight.delegate, {}, flyweight.contents}));
  EXPECT_NE(Var(flyweight), Var(Flyweight{flyweight.delegate, flyweight.slots, {}}));
}

TEST(Var, CallerTimeoutsCompareBitForBit) {
  CallerRequest request{Symbol{"echo"}, {}, ObjId{2}, not_a_number};
  EXPECT_EQ(request, request);
  auto other = request;
  other.timeout_seconds.reset();
  EXPECT_NE(request, other);
}

}  // namespace
}  // namespace drydock::moor
