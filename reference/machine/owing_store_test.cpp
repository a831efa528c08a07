#include "reference/machine/owing_store.hpp"

#include <gtest/gtest.h>

#include "reference/machine/memory_store.hpp"

namespace drydock {
namespace {

using Records = std::vector<Record>;

class OwingStoreTest : public testing::Test {
 protected:
  Records stored() { return behind.read_all("").value(); }

  MemoryStore behind;
  OwingStore store{behind};
};

TEST_F(OwingStoreTest, OwesNothingThatIsStored) {
  EXPECT_TRUE(store.owe({{"a", Bytes{1}}}));
  EXPECT_TRUE(store.commit({{"b", Bytes{2}}}));
  EXPECT_FALSE(store.owes());
  EXPECT_EQ(stored(), (Records{{"a", Bytes{1}}, {"b", Bytes{2}}}));
}

TEST_F(OwingStoreTest, StoresWhatItOwesBeforeWhatComesNext) {
  ASSERT_TRUE(store.commit({{"a", Bytes{1}}, {"b", Bytes{1}}, {"c", Bytes{1}}}));
  behind.broken = true;
  EXPECT_FALSE(store.owe({{"a", std::nullopt}, {"b", Bytes{2}}}));
  EXPECT_FALSE(store.owe({{"b", Bytes{3}}, {"c", Bytes{3}}}));
  EXPECT_FALSE(store.commit({{"d", Bytes{4}}}));
  EXPECT_TRUE(store.owes());
  behind.broken = false;
  EXPECT_TRUE(store.commit({{"c", Bytes{5}}}));
  EXPECT_FALSE(store.owes());
  EXPECT_EQ(stored(), (Records{{"b", Bytes{3}}, {"c", Bytes{5}}}));
}

TEST_F(OwingStoreTest, SettlesOnlyOnce) {
  behind.broken = true;
  EXPECT_FALSE(store.owe({{"a", Bytes{1}}}));
  EXPECT_FALSE(store.settle());
  behind.broken = false;
  EXPECT_TRUE(store.settle());
  ASSERT_TRUE(behind.commit({{"a", std::nullopt}}));
  EXPECT_TRUE(store.settle());
  EXPECT_EQ(stored(), Records{});
}

}  // namespace
}  // namespace drydock
