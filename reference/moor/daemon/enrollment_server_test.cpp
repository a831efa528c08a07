#include "reference/moor/daemon/enrollment_server.hpp"

#include <gtest/gtest.h>

#include "reference/moor/enrollment/test_files.hpp"

namespace drydock::moor::daemon {
namespace {

using enrollment::EnrollmentRequest;
using enrollment::EnrollmentResponse;
using enrollment::TestFiles;

constexpr char const* token = "5f2d7a0e-2f0c-4c39-8d8e-0c5a3a1f9a11";

struct EnrollmentServerTest : ::testing::Test {
  EnrollmentServerTest() { files.content["enrollment-token"] = token; }

  EnrollmentRequest request() {
    return {token, CurveKeyPair::generate(rng).public_key.z85(), "echo-worker", "here", {}, {}};
  }
  EnrollmentResponse ask(Frames frames) {
    auto const answer = server.answer({VirtualTime{}, WallTime{}}, frames, out);
    EXPECT_EQ(answer.frames.size(), 1u);
    return enrollment::decode_enrollment_response(answer.frames.at(0)).value();
  }
  EnrollmentResponse ask(EnrollmentRequest const& asked) {
    return ask(Frames{encode(asked).value()});
  }
  /// EN-03, EN-07: refused with that text, and nothing stored.
  void expect_refusal(EnrollmentResponse const& response, std::string const& text) {
    EXPECT_FALSE(response.success);
    EXPECT_EQ(response.error, text);
    EXPECT_FALSE(response.service_uuid);
    EXPECT_FALSE(response.daemon_curve_public_key);
    EXPECT_EQ(files.content.size(), 1u);
  }

  Rng rng{Seed{1}};
  CurvePublicKey daemon_key = CurveKeyPair::generate(rng).public_key;
  TestFiles files;
  AllowedHosts hosts{files};
  EnrollmentServer server{
      {"enrollment-token", daemon_key, {}}, files, hosts, nullptr, rng.fork("server")};
  Outbox out;
};

// EN-02, EN-08.
TEST_F(EnrollmentServerTest, WhoKnowsTheTokenIsEnrolledAtOnce) {
  EnrollmentRequest const asked = request();
  EnrollmentResponse const response = ask(asked);
  EXPECT_TRUE(response.success);
  EXPECT_FALSE(response.error);
  EXPECT_EQ(response.daemon_curve_public_key, daemon_key.z85());
  Uuid const uuid = Uuid::parse(response.service_uuid.value()).value();
  EXPECT_EQ(uuid.version(), 4);
  EXPECT_EQ(hosts.find(CurvePublicKey::parse(asked.curve_public_key).value()), uuid);
}

// EN-04, EN-05.
TEST_F(EnrollmentServerTest, TheLengthOfTheKeyIsLookedAtBeforeTheToken) {
  EnrollmentRequest asked = request();
  asked.curve_public_key = "short";
  asked.enrollment_token = "wrong";
  expect_refusal(ask(asked), "Invalid CURVE public key length: expected 40, got 5");
  asked.curve_public_key = request().curve_public_key;
  expect_refusal(ask(asked), "Invalid enrollment token");
}

// EN-06.
TEST_F(EnrollmentServerTest, AKeyOutsideOfTheAlphabetIsRefused) {
  EnrollmentRequest asked = request();
  asked.curve_public_key = std::string(40, '~');
  expect_refusal(ask(asked), "Invalid CURVE public key: character 1 is not of the Z85 alphabet");
}

// EN-09, EN-10, EN-11.
TEST_F(EnrollmentServerTest, ARotatedTokenCountsAtTheNextRequestAndForNewEnrollmentsOnly) {
  EnrollmentRequest const before = request();
  EXPECT_TRUE(ask(before).success);
  files.content["enrollment-token"] = "  another-token \n\n";
  EXPECT_EQ(ask(request()).error, "Invalid enrollment token");
  EnrollmentRequest after = request();
  after.enrollment_token = "another-token";
  EXPECT_TRUE(ask(after).success);
  EXPECT_TRUE(hosts.find(CurvePublicKey::parse(before.curve_public_key).value()));
}

// EN-12.
TEST_F(EnrollmentServerTest, WithoutATokenNobodyEnrolls) {
  EnrollmentRequest asked = request();
  asked.enrollment_token = "";
  files.content["enrollment-token"] = " \n";
  expect_refusal(ask(asked), "No enrollment token available: the token file is empty");
  files.content.erase("enrollment-token");
  EXPECT_EQ(ask(asked).error, "No enrollment token available: there is no token file");
}

// EN-13.
TEST_F(EnrollmentServerTest, SeveralFramesEnrollNothing) {
  Frame const valid = encode(request()).value();
  expect_refusal(ask(Frames{valid, valid}), "Invalid request format: 1 frame expected, 2 came");
  EXPECT_FALSE(ask(Frames{}).success);
}

// EN-14.
TEST_F(EnrollmentServerTest, LabelsThatCouldAddALineAreRefused) {
  EnrollmentRequest asked = request();
  asked.service_type = "x\npublic=" + asked.curve_public_key;
  expect_refusal(ask(asked), "service type has a control character");
  asked = request();
  asked.hostname = std::string(256, 'h');
  expect_refusal(ask(asked), "hostname has 256 bytes, more than 255");
}

// EN-17.
TEST_F(EnrollmentServerTest, AKeyThatEnrollsAgainKeepsItsUuid) {
  EnrollmentRequest const asked = request();
  EnrollmentResponse const first = ask(asked);
  EXPECT_EQ(ask(asked).service_uuid, first.service_uuid);
  EXPECT_EQ(hosts.size(), 1u);
}

// Found by simulation: what a removed key had connected was barred for ever, although it enrolled.
TEST_F(EnrollmentServerTest, AKeyThatWasRemovedAndEnrollsAgainKeepsItsUuidToo) {
  EnrollmentRequest const asked = request();
  EnrollmentResponse const first = ask(asked);
  ASSERT_TRUE(files.remove("allowed-hosts/" + first.service_uuid.value()));
  std::vector<std::string> warnings;
  ASSERT_TRUE(hosts.reload(warnings).has_value());
  EXPECT_EQ(hosts.size(), 0u);
  EXPECT_EQ(ask(asked).service_uuid, first.service_uuid);
}

TEST_F(EnrollmentServerTest, AFullDiskIsARefusal) {
  files.full = true;
  EXPECT_EQ(ask(request()).error->rfind("Failed to save host public key: ", 0), 0u);
}

// EN-01, EN-04: a table without fields has no token.
TEST_F(EnrollmentServerTest, WhatIsNoRequestIsAnsweredToo) {
  expect_refusal(ask(Frames{Frame{8, 0, 0, 0, 4, 0, 4, 0, 4, 0, 0, 0}}),
                 "Missing enrollment token");
  EXPECT_EQ(ask(Frames{Frame{}}).error->rfind("Invalid request format: ", 0), 0u);
}

// EN-18.
TEST_F(EnrollmentServerTest, NoTokenIsLogged) {
  EnrollmentRequest asked = request();
  asked.enrollment_token = "a-wrong-token";
  ask(asked);
  ask(request());
  for (Output const& output : out) {
    if (auto const* log = std::get_if<Log>(&output)) {
      EXPECT_EQ(log->text.find("a-wrong-token"), std::string::npos);
      EXPECT_EQ(log->text.find(token), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace drydock::moor::daemon
