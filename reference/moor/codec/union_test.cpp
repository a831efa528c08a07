#include <gtest/gtest.h>

#include <utility>

#include "reference/moor/codec/client_messages.hpp"

namespace drydock::moor {
namespace {

using AnyRequest = HostClientToDaemonMessageUnion;

AnyRequest const detaching{Detach{ClientToken{"a token longer than fits in place"}, true}};
AnyRequest const commanding{
    Command{ClientToken{"one"}, AuthToken{"another token that is long"}, ObjId{0}, "look"}};

TEST(Union, TakesOnAnotherKindAsItIs) {
  for (AnyRequest const& first : {detaching, commanding}) {
    for (AnyRequest const& second : {detaching, commanding}) {
      AnyRequest copied = first;
      copied = second;
      EXPECT_EQ(copied, second);
      AnyRequest moved = first;
      moved = std::move(copied);
      EXPECT_EQ(moved, second);
    }
  }
}

TEST(Union, IsItselfAfterAnAssignmentOfItself) {
  AnyRequest request = commanding;
  AnyRequest& same = request;
  request = same;
  EXPECT_EQ(request, commanding);
  request = std::move(same);
  EXPECT_EQ(request, commanding);
}

}  // namespace
}  // namespace drydock::moor
