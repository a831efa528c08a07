#include "reference/moor/worker/echo_service.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace drydock::moor::worker {
namespace {

using namespace std::chrono_literals;

TEST(EchoService, PutsItsMarkBeforeTheArguments) {
  Work const work = EchoService{}.perform({ObjId{2}, {1, "two", list_of({})}});
  EXPECT_EQ(std::get<Var>(work.answer), list_of({"echo_response", 1, "two", list_of({})}));
  EXPECT_EQ(work.takes, 0ns);
}

TEST(TestService, SleepsAsLongAsItIsTold) {
  TestService service;
  EXPECT_EQ(service.perform({ObjId{2}, {list_of({"sleep", 1.5})}}).takes, 1500ms);
  EXPECT_EQ(service.perform({ObjId{2}, {list_of({"sleep", 2}), "more"}}).takes, 2s);
  EXPECT_EQ(service.perform({ObjId{2}, {list_of({"sleep", 1e300})}}).takes, 24h);
}

TEST(TestService, ASleepThatIsNoTimeTakesNone) {
  TestService service;
  for (Var const& seconds : {Var{-1}, Var{0}, Var{std::nan("")}, Var{"long"}, Var{None{}}}) {
    EXPECT_EQ(service.perform({ObjId{2}, {list_of({"sleep", seconds})}}).takes, 0ns);
  }
  EXPECT_EQ(service.perform({ObjId{2}, {list_of({"sleep"})}}).takes, 0ns);
}

TEST(TestService, FailsAsItIsTold) {
  Work const work = TestService{}.perform({ObjId{2}, {list_of({"fail", "no luck"})}});
  EXPECT_EQ(std::get<WorkerError>(work.answer), (WorkerError{WorkerRequestError{"no luck"}}));
}

TEST(TestService, TellsWhoseRequestItIs) {
  Work const work = TestService{}.perform({ObjId{7}, {list_of({"perms"}), 1}});
  EXPECT_EQ(std::get<Var>(work.answer),
            list_of({"echo_response", Obj{ObjId{7}}, list_of({"perms"}), 1}));
}

}  // namespace
}  // namespace drydock::moor::worker
