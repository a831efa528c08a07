#include "reference/moor/sessions/event_log_key.hpp"

#include <gtest/gtest.h>

#include <string>

namespace drydock::moor::sessions {
namespace {

// From the documentation of age.
std::string const good = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

TEST(EventLogKeyTest, AnAgeRecipientIsOne) { EXPECT_TRUE(is_age_recipient(good)); }

TEST(EventLogKeyTest, AnySingleWrongCharacterIsSeen) {
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string wrong = good;
    wrong[at] = wrong[at] == 'q' ? 'p' : 'q';
    EXPECT_FALSE(is_age_recipient(wrong)) << at;
  }
}

// Everybody would have the same secret with it.
TEST(EventLogKeyTest, APointOfSmallOrderIsNone) {
  EXPECT_FALSE(is_age_recipient("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z"));
  EXPECT_TRUE(is_age_recipient("age1pyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq8r66x"));
}

TEST(EventLogKeyTest, OtherTextsAreNone) {
  for (std::string const text : {"", "hello", "age1", "age1qqqqqq", "AGE1"}) {
    EXPECT_FALSE(is_age_recipient(text)) << text;
  }
  EXPECT_FALSE(is_age_recipient(good.substr(0, good.size() - 1)));
  EXPECT_FALSE(is_age_recipient(good + "q"));
  EXPECT_FALSE(is_age_recipient("age-secret-key-" + good));
}

}  // namespace
}  // namespace drydock::moor::sessions
