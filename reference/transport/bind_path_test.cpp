#include "reference/transport/bind_path.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zmq.h>

#include <filesystem>
#include <fstream>
#include <optional>

#include "reference/transport/socket.hpp"
#include "reference/transport/transport_testing.hpp"

namespace drydock::transport {
namespace {

using Opened = Result<std::unique_ptr<Socket>>;

Opened bind_rep(Context const& context, std::string const& endpoint, bool insecure = false) {
  SocketSpec spec;
  spec.type = SocketType::rep;
  spec.bind = {endpoint};
  return Socket::open(context, spec, insecure);
}

TEST(BindPath, ASecondBinderIsRefusedAndTheFirstStillServes) {
  TemporaryDirectory const directory;
  auto const context = make_context();
  auto const first = bind_rep(context, directory.ipc("a"));
  ASSERT_TRUE(first) << first.error().message;

  auto const second = bind_rep(context, directory.ipc("a"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().message,
            "cannot bind \"" + directory.ipc("a") + "\": somebody answers there already");

  RawSocket asker{ZMQ_REQ};
  asker.connect(directory.ipc("a"));
  asker.send({"still there?"});
  zmq_pollitem_t item{(*first)->socket(), 0, ZMQ_POLLIN, 0};
  ASSERT_EQ(zmq_poll(&item, 1, std::chrono::milliseconds{patience_max}.count()), 1);
  EXPECT_EQ(texts_of((*first)->receive()->frames), std::vector<std::string>{"still there?"});
}

TEST(BindPath, AFileThatNobodyAnswersOnIsTakenOver) {
  TemporaryDirectory const directory;
  {
    RawSocket gone{ZMQ_REP};
    ASSERT_TRUE(gone.bind(directory.ipc("a")));
  }
  ASSERT_TRUE(std::filesystem::is_socket(directory.path("a")));  // libzmq leaves its files.
  auto const context = make_context();
  auto const bound = bind_rep(context, directory.ipc("a"));
  EXPECT_TRUE(bound) << bound.error().message;
}

TEST(BindPath, AnotherFileIsNeitherTakenNorDeleted) {
  TemporaryDirectory const directory;
  std::ofstream{directory.path("a")} << "precious";
  auto const context = make_context();
  auto const bound = bind_rep(context, directory.ipc("a"));
  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().message,
            "cannot bind \"" + directory.ipc("a") + "\": there is a file that is no socket");
  EXPECT_EQ(std::filesystem::file_size(directory.path("a")), 8u);
}

TEST(BindPath, ADirectoryThatIsNotThereIsNamed) {
  auto const context = make_context();
  auto const bound = bind_rep(context, "ipc:///nowhere/at/all");
  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().message,
            "cannot bind \"ipc:///nowhere/at/all\": No such file or directory");
}

TEST(BindPath, ATcpPortThatIsTakenIsNamed) {
  RawSocket holder{ZMQ_REP};
  std::string endpoint;
  do {
    endpoint = free_tcp_endpoint();
  } while (!holder.bind(endpoint));
  auto const context = make_context();
  auto const bound = bind_rep(context, endpoint, true);
  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().message, "cannot bind \"" + endpoint + "\": Address already in use");
}

TEST(BindPath, NoOtherUserHasAccessWhateverTheUmask) {
  TemporaryDirectory const directory;
  auto const old_mask = ::umask(0);
  auto const context = make_context();
  auto const bound = bind_rep(context, directory.ipc("a"));
  EXPECT_EQ(::umask(old_mask), 0u) << "the mask is put back";
  ASSERT_TRUE(bound) << bound.error().message;
  struct stat status{};
  ASSERT_EQ(::stat(directory.path("a").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
}

TEST(BindPath, TheFileGoesWithItsSocket) {
  TemporaryDirectory const directory;
  auto const context = make_context();
  {
    auto const bound = bind_rep(context, directory.ipc("a"));
  }
  EXPECT_FALSE(std::filesystem::exists(directory.path("a")));
}

TEST(BindPath, AFileThatIsNoLongerOursStays) {
  TemporaryDirectory const directory;
  auto const context = make_context();
  auto bound = bind_rep(context, directory.ipc("a"));
  ASSERT_TRUE(bound) << bound.error().message;
  RawSocket thief{ZMQ_REP};
  ASSERT_TRUE(thief.bind(directory.ipc("a")));  // As libzmq lets anyone.
  bound->reset();
  EXPECT_TRUE(std::filesystem::exists(directory.path("a")));
}

}  // namespace
}  // namespace drydock::transport
