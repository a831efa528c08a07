#include "reference/moor/codec/obj.hpp"

#include <gtest/gtest.h>

namespace drydock::moor {
namespace {

TEST(Obj, NumberedObjectsReadAsNumbers) {
  EXPECT_EQ(text_of(ObjId{12}), "#12");
  EXPECT_EQ(text_of(ObjId{-1}), "#-1");
}

TEST(Obj, PackedObjectsReadAsSixAndTenDigits) {
  EXPECT_EQ(text_of(UuObjId{0xff'12'3456'7890}), "#0000FF-1234567890");
  EXPECT_EQ(text_of(UuObjId{packed_obj_mask}), "#3FFFFF-FFFFFFFFFF");
}

TEST(Obj, TheTwoHighestBitsMeanNothing) {
  EXPECT_EQ(text_of(UuObjId{std::uint64_t{3} << 62}), "#000000-0000000000");
}

TEST(Obj, AnonymousObjectsKeepTheirIdToThemselves) {
  EXPECT_EQ(text_of(AnonymousObjId{7}), "*anonymous*");
}

}  // namespace
}  // namespace drydock::moor
