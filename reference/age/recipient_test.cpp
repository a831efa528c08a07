#include "reference/age/recipient.hpp"

#include <gtest/gtest.h>

#include <string>

namespace drydock::age {
namespace {

// From the documentation of age.
std::string const good = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

bool is_recipient(std::string_view text) { return parse_recipient(text).has_value(); }

TEST(Recipients, AnAgeRecipientIsOne) { EXPECT_TRUE(is_recipient(good)); }

TEST(Recipients, AnySingleWrongCharacterIsSeen) {
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string wrong = good;
    wrong[at] = wrong[at] == 'q' ? 'p' : 'q';
    EXPECT_FALSE(is_recipient(wrong)) << at;
  }
}

// Everybody would have the same secret with it.
TEST(Recipients, APointOfSmallOrderIsNone) {
  EXPECT_FALSE(is_recipient("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z"));
  EXPECT_TRUE(is_recipient("age1pyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq8r66x"));
}

TEST(Recipients, OtherTextsAreNone) {
  for (std::string const text : {"", "hello", "age1", "age1qqqqqq", "AGE1"}) {
    EXPECT_FALSE(is_recipient(text)) << text;
  }
  EXPECT_FALSE(is_recipient(good.substr(0, good.size() - 1)));
  EXPECT_FALSE(is_recipient(good + "q"));
  EXPECT_FALSE(is_recipient("age-secret-key-" + good));
}

}  // namespace
}  // namespace drydock::age
