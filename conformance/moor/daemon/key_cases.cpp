#include <string>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/daemon/scene.hpp"

// The daemon's CURVE keys, and who may reach what it makes: workers 7.3.

namespace drydock::conformance::daemon {
namespace {

using namespace std::chrono_literals;

/// Starts a daemon, so that it makes its keys, and stops it again. The file of that name.
std::string file_after_first_start(Gate& gate, std::string_view name) {
  gate.newcomer.enroll(gate.fresh_key());
  gate.visitors.stop(StopSignal::terminate);
  auto const files = files_named(gate.visitors, name);
  if (files.empty()) skip_case("no " + std::string(name) + " below the data directory");
  return files.front();
}

/// That a start fails, and leaves `path` as it was: absent, or with that content.
void expect_no_start(Gate& gate, std::string const& path) {
  TesteeFiles& files = gate.visitors.stage().files();
  auto const before = files.read(path);
  gate.visitors.start();
  bool const ended = gate.visitors.run_until(10s, [&] { return !gate.visitors.running(); });
  gate.visitors.require(ended, "an end of a daemon without a good key pair", "none: it runs");
  gate.visitors.require(gate.visitors.ended()->status != 0, "a status that says so", "status 0");
  gate.visitors.require(files.read(path) == before, "key files as they were", "others");
}

void half_a_pair(Stage& stage, std::string_view removed, std::string_view kept) {
  Gate gate{stage};
  std::string const path = file_after_first_start(gate, removed);
  stage.files().remove(path);
  expect_no_start(gate, files_named(gate.visitors, kept).at(0));
  gate.visitors.require(!stage.files().read(path), "no new half of a key pair", "one");
}

void without_its_public_key(Stage& stage) {
  half_a_pair(stage, "daemon-curve.pub", "daemon-curve.key");
}
void without_its_secret_key(Stage& stage) {
  half_a_pair(stage, "daemon-curve.key", "daemon-curve.pub");
}

void halves_that_do_not_match(Stage& stage) {
  Gate gate{stage};
  std::string const path = file_after_first_start(gate, "daemon-curve.pub");
  stage.files().write(path, "public=" + gate.fresh_key().z85() + "\n");
  expect_no_start(gate, files_named(gate.visitors, "daemon-curve.key").at(0));
}

void sockets_for_their_owner(Stage& stage) {
  constexpr unsigned permissive = 0;
  Visitors visitors{stage};
  std::string const request = stage.home() + "/request.sock";
  std::string const response = stage.home() + "/response.sock";
  visitors.start(
      {{{"request", "ipc://" + request}, {"response", "ipc://" + response}}, {}, permissive});
  FakeWorker worker{visitors};
  worker.attach();  // Strict daemons want a token, and answer all the same.
  worker.subscribe();
  for (std::string const& path : {request, response}) {
    auto const mode = stage.files().mode(path);
    visitors.require(mode && (*mode & rights_of_others) == 0,
                     "sockets that are their owner's alone", "one that others may open",
                     {{path, ""}});
  }
}

constexpr Case key_case_list[] = {
    {requirement("security.keys.pair"), "no-public", "without its public key it does not run", any,
     without_its_public_key, secured},
    {requirement("security.keys.pair"), "no-secret", "without its secret key it does not run", any,
     without_its_secret_key, secured},
    {requirement("security.keys.pair"), "mismatch", "with keys of two pairs it does not run", any,
     halves_that_do_not_match, secured},
    {requirement("security.ipc.modes"), "", "under umask 000 sockets are the owner's alone", any,
     sockets_for_their_owner, a_process},
};

}  // namespace

std::span<Case const> key_cases() { return key_case_list; }

}  // namespace drydock::conformance::daemon
