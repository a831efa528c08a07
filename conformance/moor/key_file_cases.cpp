#include <fmt/format.h>

#include <string>
#include <vector>

#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"

namespace drydock::conformance {
namespace {

using namespace std::chrono_literals;

// Names that files in a worker's data directory end in. Source: workers 7.4.
constexpr std::string_view secret_suffix = "-curve.key";
constexpr std::string_view public_suffix = "-curve.pub";
constexpr std::string_view identity_suffix = "-identity.json";

constexpr unsigned others = 0077;

/// Of the worker that has enrolled.
std::string file_that_ends_in(Stage& stage, std::string_view suffix) {
  for (std::string const& path : stage.files().list(stage.value("data_dir"))) {
    if (path.ends_with(suffix)) return path;
  }
  leave_inconclusive(fmt::format("no file in {{data_dir}} ends in {}", suffix));
}

/// Starts the worker anew.
void expect_enrollment(FakeDaemon& daemon, std::string const& expected) {
  std::size_t const enrollments = daemon.gate().enrollments();
  Mark const before = daemon.mark();
  daemon.start();
  bool const again =
      daemon.run_until(attach_within, [&] { return daemon.gate().enrollments() > enrollments; });
  daemon.require(again, expected, "none");
  daemon.expect_attach(before);
}

void without_some_of_its_files_it_enrolls_again(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  std::uint32_t started = 0;
  for (std::vector<std::string_view> const& suffixes :
       {std::vector{secret_suffix, public_suffix}, std::vector{secret_suffix},
        std::vector{public_suffix}, std::vector{identity_suffix}}) {
    daemon.stop(TesteeId{started++});
    std::string missing;
    for (std::string_view const suffix : suffixes) {
      stage.files().remove(file_that_ends_in(stage, suffix));
      missing += fmt::format("{}*{}", missing.empty() ? "" : " and ", suffix);
    }
    expect_enrollment(daemon, "an enrollment without " + missing);
  }
}

void with_the_secret_key_of_another_pair_it_enrolls_again(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  daemon.stop(TesteeId{0});
  Rng rng{Seed{21}};
  stage.files().write(
      file_that_ends_in(stage, secret_suffix),
      fmt::format("secret={}\n", z85_of_secret(CurveKeyPair::generate(rng).secret_key)));
  expect_enrollment(daemon, "an enrollment with a secret key of another pair");
}

void the_secret_key_is_its_owners(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  auto const mode = stage.files().mode(file_that_ends_in(stage, secret_suffix));
  daemon.require(mode && (*mode & others) == 0, "a secret key file of mode 0600",
                 mode ? fmt::format("mode {:04o}", *mode) : "none");
}

/// Whether it is about the file, or about what others may do with one.
bool warns(std::string const& said, std::string const& path) {
  std::string const name = path.substr(path.rfind('/') + 1);
  for (std::string const& word : {name, std::string("ermission"), std::string("eadable"),
                                  std::string("0644"), std::string("mode")}) {
    if (said.find(word) != std::string::npos) return true;
  }
  return false;
}

void a_secret_key_that_others_can_read_is_noticed(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  daemon.stop(TesteeId{0});
  std::string const path = file_that_ends_in(stage, secret_suffix);
  stage.files().set_mode(path, 0644);
  TesteeId const testee = daemon.start();
  daemon.ping_every(usual_ping_period);
  Mark const before = daemon.mark();
  daemon.run_until(attach_within, [&] { return !daemon.all<moor::AttachWorker>(before).empty(); });
  bool const refused = !daemon.any_running();
  daemon.require(refused || warns(stage.output(testee), path),
                 "a word about a secret key file of mode 0644, or no start", "neither");
}

/// Keys both of whose texts hold `=` and `#`, which is what an INI parser trips over.
CurveKeyPair awkward_keys() {
  Rng rng{Seed{28}};
  auto const is_awkward = [](std::string const& text) {
    return text.find('=') != std::string::npos && text.find('#') != std::string::npos;
  };
  for (;;) {
    CurveKeyPair const keys = CurveKeyPair::generate(rng);
    if (is_awkward(keys.public_key.z85()) && is_awkward(z85_of_secret(keys.secret_key))) {
      return keys;
    }
  }
}

void key_files_are_read_by_their_grammar(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  daemon.stop(TesteeId{0});
  CurveKeyPair const keys = awkward_keys();
  stage.files().write(file_that_ends_in(stage, secret_suffix),
                      fmt::format("# secret=not this\n\n \t\n  secret =  {}  \n# the end\n",
                                  z85_of_secret(keys.secret_key)));
  stage.files().write(file_that_ends_in(stage, public_suffix),
                      fmt::format("#public=\n\tpublic = {}\n", keys.public_key.z85()));
  daemon.gate().admit(keys.public_key);
  std::size_t const asked = daemon.gate().enrolling().size();
  daemon.attach();
  for (std::size_t at = asked; at < daemon.gate().enrolling().size(); ++at) {
    bool const with_them = daemon.gate().enrolling()[at].key() == keys.public_key;
    daemon.require(with_them, "the keys of the files", "others");
  }
}

/// All that the worker keeps for itself: the values of `secret=` in its files.
std::vector<std::string> secrets_of(Stage& stage) {
  constexpr std::string_view name = "secret=";
  constexpr std::size_t characters = 40;
  std::vector<std::string> secrets;
  for (std::string const& path : stage.files().list(stage.value("data_dir"))) {
    std::string const text = stage.files().read(path).value_or("");
    std::size_t const at = text.find(name);
    if (at == std::string::npos || text.size() < at + name.size() + characters) continue;
    secrets.push_back(text.substr(at + name.size(), characters));
  }
  if (secrets.empty()) leave_inconclusive("no file in {data_dir} has a line `secret=`");
  return secrets;
}

void the_secret_key_is_nowhere_else(Stage& stage) {
  FakeDaemon daemon{stage};
  daemon.attach();
  daemon.expect_answer(daemon.request({"a", "request"}));
  auto const face = stage.public_face(TesteeId{0});
  daemon.stop(TesteeId{0});
  for (std::string const& secret : secrets_of(stage)) {
    auto const is_in = [&](std::string_view text) { return text.find(secret) != text.npos; };
    daemon.require(!is_in(stage.output(TesteeId{0})), "no secret key on stdout or stderr", "it");
    daemon.require(!face || !is_in(face->arguments), "no secret key in arguments", "it");
    daemon.require(!face || !is_in(face->environment), "no secret key in the environment", "it");
    for (Heard const& one : daemon.heard()) {
      daemon.require(!is_in(drydock::text_of(one.payload())), "no secret key in a message", "it",
                     {&one});
    }
  }
}

constexpr Case key_file_case_list[] = {
    {requirement("worker.enroll.incomplete"), "missing",
     "without both key files, or any one of its three files, the worker enrolls again", opaque,
     without_some_of_its_files_it_enrolls_again, over_curve},
    {requirement("worker.enroll.incomplete"), "inconsistent",
     "with a secret key that is not its public key's, the worker enrolls again", opaque,
     with_the_secret_key_of_another_pair_it_enrolls_again, over_curve},
    {requirement("worker.enroll.key-mode"), "", "the secret key's file has mode 0600", opaque,
     the_secret_key_is_its_owners, as_process},
    {requirement("worker.enroll.key-mode-loose"), "",
     "a secret key's file of mode 0644 is told about, or refused", opaque,
     a_secret_key_that_others_can_read_is_noticed, as_process},
    {requirement("worker.enroll.key-grammar"), "",
     "keys with = and # between comments and blanks are read", opaque,
     key_files_are_read_by_their_grammar, over_curve},
    {requirement("worker.curve.secret"), "", "the secret key is found in the key file only", opaque,
     the_secret_key_is_nowhere_else, over_curve},
};

}  // namespace

std::span<Case const> key_file_cases() { return key_file_case_list; }

}  // namespace drydock::conformance
