#include "reference/moor/host/session.hpp"

#include "reference/moor/host/test_session.hpp"

namespace drydock::moor::host {
namespace {

// The defects that show themselves here.

class SessionDefects : public SessionTest {
 protected:
  void use_defect(Defect defect) {
    Settings settings;
    settings.defects.add(defect);
    use(settings);
  }
};

TEST_F(SessionDefects, MissesEarlyEnds) {
  use_defect(Defect::misses_early_ends);
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->type(user, "two");
  auto const one = host_->next<Command>();
  host_->tell(client, TaskSuccessEvent{5, 42});
  host_->reply(one, TaskSubmitted{5});
  EXPECT_TRUE(host_->quiet());
}

TEST_F(SessionDefects, AnyEndClears) {
  use_defect(Defect::any_end_clears);
  auto const [user, client] = host_->log_in();
  host_->type(user, "one");
  host_->type(user, "two");
  host_->reply(host_->next<Command>(), TaskSubmitted{5});
  host_->tell(client, TaskSuccessEvent{6, 42});
  host_->next<Command>();
}

TEST_F(SessionDefects, KeepsItsOldToken) {
  use_defect(Defect::keeps_old_token);
  auto const [user, client] = host_->log_in();
  host_->tell(client, PlayerSwitchedEvent{ObjId{5}, {"fifth"}});
  host_->type(user, "look");
  auto const refused = host_->next<Command>();
  EXPECT_EQ(refused.as<Command>()->auth_token.token, "auth token");
  host_->refuse(refused, Code::permission_denied);
  host_->advance(1s);
  EXPECT_TRUE(all_of<LoggedOut>(host_->shown()).empty());
}

TEST_F(SessionDefects, ClosesOnOddValue) {
  use_defect(Defect::closes_on_odd_value);
  auto const [user, client] = host_->log_in();
  host_->say(client, 17);
  EXPECT_EQ(all_of<Ended>(host_->shown()).size(), 1u);
}

TEST_F(SessionDefects, BlindRetry) {
  use_defect(Defect::blind_retry);
  UserId const user = host_->log_in().first;
  host_->type(user, "buy bread");
  host_->next<Command>();
  host_->advance(5s);
  host_->next<Command>();
}

TEST_F(SessionDefects, SilentClients) {
  use_defect(Defect::silent_clients);
  host_->connect();
  host_->ping_clients();
  EXPECT_TRUE(host_->quiet());
}

TEST_F(SessionDefects, AnswersTheLastRequestFirst) {
  use_defect(Defect::answers_last_request_first);
  auto const [user, client] = host_->log_in();
  host_->tell(client, asking(1));
  host_->tell(client, asking(2));
  host_->type(user, "x");
  EXPECT_EQ(host_->next<RequestedInput>().as<RequestedInput>()->request_id, asking(2).request_id);
}

TEST_F(SessionDefects, ClosesOnARefusedLogin) {
  use_defect(Defect::closes_on_refused_login);
  UserId const user = host_->connect().first;
  host_->type(user, "crash");
  host_->refuse(host_->next<LoginCommand>(), Code::login_task_failed);
  EXPECT_EQ(all_of<Ended>(host_->shown()).size(), 1u);
}

}  // namespace
}  // namespace drydock::moor::host
