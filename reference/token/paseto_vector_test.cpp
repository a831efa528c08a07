// The v4.public vectors of the PASETO standard: github.com/paseto-standard/test-vectors, v4.json,
// at commit d26d2dd8d45d316a581032205cd131ab5c326aa9. Keys, texts and tokens are facts of theirs.
#include <gtest/gtest.h>

#include <algorithm>

#include "reference/token/paseto.hpp"
#include "reference/token/pem.hpp"

namespace drydock::token {
namespace {

constexpr std::string_view public_key_pem =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAHrnbu7wEfAP9cGBOAHHwmH4Wsot1ciXBHwBBXQ4gsaI=\n"
    "-----END PUBLIC KEY-----";
constexpr std::string_view secret_key_pem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEILTL+0PfTOIQcn2VPkpxMwf6Gbt9n4UEFDjZ4RuUKjd0\n"
    "-----END PRIVATE KEY-----";
constexpr std::string_view public_key_hex =
    "1eb9dbbbbc047c03fd70604e0071f0987e16b28b757225c11f00415d0e20b1a2";
constexpr std::string_view seed_hex =
    "b4cbfb43df4ce210727d953e4a713307fa19bb7d9f85041438d9e11b942a3774";

constexpr std::string_view payload =
    R"({"data":"this is a signed message","exp":"2022-01-01T00:00:00+00:00"})";
constexpr std::string_view kid_footer = R"({"kid":"zVhMiPBP9fRf2snEcT7gFTioeA9COcNy9DfgL1W60haN"})";
constexpr std::string_view text_footer = "arbitrary-string-that-isn't-json";

struct Vector {
  std::string_view name;
  std::string_view footer;
  std::string_view implicit_assertion;
  std::string_view token;
};

constexpr Vector good[] = {
    {"4-S-1", "", "",
     "v4.public.eyJkYXRhIjoidGhpcyBpcyBhIHNpZ25lZCBtZXNzYWdlIiwiZXhwIjoiMjAyMi0wMS0wMVQwMDowMDowMCs"
     "wMDowMCJ9bg_XBBzds8lTZShVlwwKSgeKpLT3yukTw6JUz3W4h_ExsQV-P0V54zemZDcAxFaSeef1QlXEFtkqxT1ciiQE"
     "DA"},
    {"4-S-2", kid_footer, "",
     "v4.public.eyJkYXRhIjoidGhpcyBpcyBhIHNpZ25lZCBtZXNzYWdlIiwiZXhwIjoiMjAyMi0wMS0wMVQwMDowMDowMCs"
     "wMDowMCJ9v3Jt8mx_TdM2ceTGoqwrh4yDFn0XsHvvV_D0DtwQxVrJEBMl0F2caAdgnpKlt4p7xBnx1HcO-SPo8FPp214H"
     "Dw.eyJraWQiOiJ6VmhNaVBCUDlmUmYyc25FY1Q3Z0ZUaW9lQTlDT2NOeTlEZmdMMVc2MGhhTiJ9"},
    {"4-S-3", kid_footer, R"({"test-vector":"4-S-3"})",
     "v4.public.eyJkYXRhIjoidGhpcyBpcyBhIHNpZ25lZCBtZXNzYWdlIiwiZXhwIjoiMjAyMi0wMS0wMVQwMDowMDowMCs"
     "wMDowMCJ9NPWciuD3d0o5eXJXG5pJy-DiVEoyPYWs1YSTwWHNJq6DZD3je5gf-0M4JR9ipdUSJbIovzmBECeaWmaqcaP0"
     "DQ.eyJraWQiOiJ6VmhNaVBCUDlmUmYyc25FY1Q3Z0ZUaW9lQTlDT2NOeTlEZmdMMVc2MGhhTiJ9"},
};

struct FailingVector {
  Vector vector;
  Refusal why;
};
constexpr FailingVector bad[] = {
    {{"4-F-1", text_footer, R"({"test-vector":"4-F-1"})",
      "v4.local.vngXfCISbnKgiP6VWGuOSlYrFYU300fy9ijW33rznDYgxHNPwWluAY2Bgb0z54CUs6aYYkIJ-"
      "bOOOmJHPuX_"
      "34Agt_IPlNdGDpRdGNnBz2MpWJvB3cttheEc1uyCEYltj7wBQQYX.YXJiaXRyYXJ5LXN0cmluZy10aGF0LWlzbid0LWp"
      "zb24"},
     Refusal::malformed},
    {{"4-F-2", kid_footer, R"({"test-vector":"4-F-2"})",
      "v4.public.eyJpbnZhbGlkIjoidGhpcyBzaG91bGQgbmV2ZXIgZGVjb2RlIn22Sp4gjCaUw0c7EH84ZSm_jN_"
      "Qr41MrgL"
      "Nu5LIBCzUr1pn3Z-Wukg9h3ceplWigpoHaTLcwxj0NsI1vjTh67YB."
      "eyJraWQiOiJ6VmhNaVBCUDlmUmYyc25FY1Q3Z0Z"
      "UaW9lQTlDT2NOeTlEZmdMMVc2MGhhTiJ9"},
     Refusal::bad_signature},
    {{"4-F-3", text_footer, R"({"test-vector":"4-F-3"})",
      "v3.local.23e_2PiqpQBPvRFKzB0zHhjmxK3sKo2grFZRRLM-"
      "U7L0a8uHxuF9RlVz3Ic6WmdUUWTxCaYycwWV1yM8gKbZ"
      "B2JhygDMKvHQ7eBf8GtF0r3K0Q_gF1PXOxcOgztak1eD1dPe9rLVMSgR0nHJXeIGYVuVrVoLWQ.YXJiaXRyYXJ5LXN0c"
      "mluZy10aGF0LWlzbid0LWpzb24"},
     Refusal::malformed},
    {{"4-F-4", "", "",
      "v4.local.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAr68PS4AXe7If_"
      "ZgesdkUMvSwscFlAl1pk5HC0e8"
      "kApeaqMfGo_7OpBnwJOAbY9V7WU6abu74MmcUE8YWAiaArVI8XJ5hOb_"
      "4v9RmDkneN0S92dx0OW4pgy7omxgf3S8c3LlQ"
      "h"},
     Refusal::malformed},
};

PublicKey decoded_public_key() { return decode_public_pem(public_key_pem).value(); }
SecretKey decoded_secret_key() { return decode_private_pem(secret_key_pem).value(); }

TEST(PasetoVectors, TheKeysReadFromPemAreTheOnesInHexadecimal) {
  EXPECT_EQ(to_hex(decoded_public_key().bytes), public_key_hex);
  EXPECT_EQ(to_hex(decoded_secret_key().seed()), seed_hex);
  EXPECT_EQ(decoded_secret_key().public_key(), decoded_public_key());
}

TEST(PasetoVectors, TheGoodOnesAreMintedByteForByteAndVerify) {
  for (auto const& vector : good) {
    SCOPED_TRACE(vector.name);
    EXPECT_EQ(mint(payload, vector.footer, decoded_secret_key(), vector.implicit_assertion),
              vector.token);
    EXPECT_EQ(verify(vector.token, vector.footer, decoded_public_key(), vector.implicit_assertion),
              payload);
  }
}

TEST(PasetoVectors, TheBadOnesAreRefused) {
  for (auto const& [vector, why] : bad) {
    SCOPED_TRACE(vector.name);
    auto const read =
        verify(vector.token, vector.footer, decoded_public_key(), vector.implicit_assertion);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().why, why);
  }
}

TEST(PasetoVectors, TheEncodingOfPiecesIsThePublishedOne) {
  // PASETO, "Common", PAE definition.
  using namespace std::string_literals;
  EXPECT_EQ(pre_authentication_encoding({}), bytes_of("\0\0\0\0\0\0\0\0"s));
  EXPECT_EQ(pre_authentication_encoding({""}), bytes_of("\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"s));
  EXPECT_EQ(pre_authentication_encoding({"test"}),
            bytes_of("\1\0\0\0\0\0\0\0\4\0\0\0\0\0\0\0test"s));
}

}  // namespace
}  // namespace drydock::token
