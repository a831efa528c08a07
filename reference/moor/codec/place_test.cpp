#include "reference/moor/codec/place.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace drydock::moor {
namespace {

TEST(Place, APathNamesFieldsMembersAndIndices) {
  Place const message{nullptr, "message", "RequestResult"};
  Place const result{&message, "result"};
  Place const element{&result, "elements", {}, 3};
  EXPECT_EQ(text_of(element), "message.RequestResult.result.elements[3]");
}

TEST(Place, ARootHasNoText) { EXPECT_EQ(text_of(Place{}), ""); }

TEST(Place, ALongPathShowsItsTwoEnds) {
  std::deque<Place> places{Place{nullptr, "message"}};
  for (std::size_t i = 1; i < 1000; ++i) places.push_back(Place{&places.back(), "elements", {}, i});
  EXPECT_EQ(text_of(places.back()),
            "message.elements[1].elements[2].elements[3].elements[4].elements[5]..."
            ".elements[994].elements[995].elements[996].elements[997].elements[998].elements[999]");
}

}  // namespace
}  // namespace drydock::moor
