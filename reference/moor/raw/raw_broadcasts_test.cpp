#include "reference/moor/raw/raw_broadcasts.hpp"

#include <gtest/gtest.h>

#include "reference/core/rng.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/raw/raw_unions.hpp"

// Each of these has to be wrong in the one way that its case is about, and in no other.

namespace drydock::moor::raw {
namespace {

using Stage = DecodeError::Stage;

class RawBroadcasts : public testing::Test {
 protected:
  Rng rng_{Seed{1}};
  Uuid const worker_ = Uuid::random(rng_);
  Uuid const request_ = Uuid::random(rng_);
};

TEST_F(RawBroadcasts, ABroadcastWithoutUnionOpensAllTheSame) {
  for (Bytes const& payload :
       {message_without_union(), message_with_tag(0), message_with_tag(200)}) {
    auto const decoded = decode_daemon_to_worker(payload);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().stage, Stage::no_union) << decoded.error().text();
  }
}

TEST_F(RawBroadcasts, ALambdaIsWholeAndRefused) {
  Bytes const payload = request_with_lambda(worker_, request_);
  EXPECT_EQ(peek_request_ids(payload), (RequestIds{worker_, request_}));
  EXPECT_FALSE(decode_daemon_to_worker(payload));
  moor::Limits limits;
  limits.lambdas = true;
  auto const decoded = decode_daemon_to_worker(payload, limits);
  EXPECT_TRUE(decoded) << decoded.error().text();
}

TEST_F(RawBroadcasts, AnUnknownTypeIsRefused) {
  Bytes const payload = request_with_variant(worker_, request_, 99);
  EXPECT_EQ(peek_request_ids(payload), (RequestIds{worker_, request_}));
  EXPECT_FALSE(decode_daemon_to_worker(payload));
}

TEST_F(RawBroadcasts, AListIsAsDeepAsItIsToldToBe) {
  auto const decoded = decode_daemon_to_worker(request_with_nesting(worker_, request_, 3));
  ASSERT_TRUE(decoded) << decoded.error().text();
  auto const& request = std::get<moor::WorkerRequest>(decoded->message);
  moor::Var const bottom = moor::list_of({});
  EXPECT_EQ(request.request, std::vector<moor::Var>{moor::list_of({moor::list_of({bottom})})});
  EXPECT_EQ(peek_request_ids(request_with_nesting(worker_, request_, 100'000)),
            (RequestIds{worker_, request_}));
}

TEST_F(RawBroadcasts, ARequestToNobodyIsOtherwiseWhole) {
  EXPECT_FALSE(decode_daemon_to_worker(request_without_worker(request_)));
  EXPECT_FALSE(decode_daemon_to_worker(request_to(ByteView{worker_.bytes}.first(15), request_)));
  EXPECT_TRUE(decode_daemon_to_worker(request_to(ByteView{worker_.bytes}, request_)));
}

}  // namespace
}  // namespace drydock::moor::raw
