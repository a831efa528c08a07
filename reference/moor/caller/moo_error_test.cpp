#include "reference/moor/caller/moo_error.hpp"

#include <gtest/gtest.h>

namespace drydock::moor::caller {
namespace {

// DW-36.
TEST(MooError, TheSevenMembersRaiseTheirErrors) {
  EXPECT_EQ(raised_by(WorkerPermissionDenied{"a"}),
            (Raised{ErrorCode::e_perm, "Permission denied: a"}));
  EXPECT_EQ(raised_by(WorkerInvalidRequest{"b"}),
            (Raised{ErrorCode::e_invarg, "Invalid request: b"}));
  EXPECT_EQ(raised_by(WorkerInternalError{"c"}), (Raised{ErrorCode::e_exec, "Internal error: c"}));
  EXPECT_EQ(raised_by(WorkerRequestTimedOut{"d"}),
            (Raised{ErrorCode::e_quota, "Request timed out: d"}));
  EXPECT_EQ(raised_by(WorkerRequestError{"e"}), (Raised{ErrorCode::e_invarg, "Request error: e"}));
  EXPECT_EQ(raised_by(WorkerDetached{"f"}), (Raised{ErrorCode::e_exec, "Worker detached: f"}));
  EXPECT_EQ(raised_by(NoWorkerAvailable{{"g"}}),
            (Raised{ErrorCode::e_type, "No worker available for g"}));
}

TEST(MooError, ErrorsHaveTheirNames) {
  EXPECT_STREQ(name_of(ErrorCode::e_none), "E_NONE");
  EXPECT_STREQ(name_of(ErrorCode::e_invarg), "E_INVARG");
  EXPECT_STREQ(name_of(ErrorCode::e_intrpt), "E_INTRPT");
  EXPECT_STREQ(name_of(ErrorCode::custom), "E_CUSTOM");
}

}  // namespace
}  // namespace drydock::moor::caller
