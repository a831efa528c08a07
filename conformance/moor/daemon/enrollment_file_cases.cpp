#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/moor/daemon/cases.hpp"
#include "conformance/moor/daemon/requirements.hpp"
#include "conformance/moor/daemon/scene.hpp"
#include "reference/moor/enrollment/key_file.hpp"

// What is on the disk, and from when on: workers 7.3.

namespace drydock::conformance::daemon {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t key_size = 40;
constexpr std::size_t uuid_size = 36;

std::string_view directory_of(std::string_view path) { return path.substr(0, path.rfind('/')); }

/// Whether what is in the file, or comes into it, is the owner's alone; by its names and content,
/// since a file may have another name until it is whole.
bool is_private(Stage& stage, std::string const& path) {
  if (path.find("/allowed-hosts/") != std::string::npos) return true;
  if (path.find("curve.key") != std::string::npos) return true;
  return stage.files().read(path).value_or("").find("secret=") != std::string::npos;
}

/// The daemon's files, and the token's wherever it is.
std::vector<std::string> private_files(Visitors& visitors) {
  Stage& stage = visitors.stage();
  std::vector<std::string> files = stage.files().list(stage.value("data_dir"));
  for (std::string const& path : stage.files().list(stage.home())) files.push_back(path);
  std::erase_if(files, [&](std::string const& path) { return !is_private(stage, path); });
  files.push_back(stage.value("token_file"));
  return files;
}

void expect_private_files(Visitors& visitors) {
  for (std::string const& path : private_files(visitors)) {
    auto const mode = visitors.stage().files().mode(path);
    visitors.require(!mode || (*mode & rights_of_others) == 0, "files that are their owner's alone",
                     "one that others may open", {{fmt::format("{} {:o}", path, *mode), ""}});
  }
}

/// Starts a daemon that has to make all of its files itself.
void start_from_nothing(Visitors& visitors, std::optional<unsigned> umask) {
  visitors.stage().files().remove(visitors.stage().value("token_file"));
  visitors.start({{}, {}, umask});
}

void the_modes_of_all_files(Stage& stage) {
  Visitors visitors{stage};
  start_from_nothing(visitors, std::nullopt);
  await_enrollment_token(visitors);
  Newcomer newcomer{visitors};
  auto const enrolled = newcomer.enroll(visitors.new_keys().public_key);
  std::string const host = file_of_host(visitors, *enrolled.service_uuid);
  auto const expect_mode = [&](std::string const& path, unsigned mode) {
    auto const found = stage.files().mode(path);
    visitors.require(found == mode, fmt::format("mode {:o}", mode), "another mode",
                     {{fmt::format("{} {:o}", path, found.value_or(0)), ""}});
  };
  expect_mode(host, 0600);
  expect_mode(std::string(directory_of(host)), 0700);
  expect_mode(stage.value("token_file"), 0600);
  for (std::string const& key : files_named(visitors, "daemon-curve.key")) expect_mode(key, 0600);
  expect_private_files(visitors);
}

/// Looks as often as it can while a daemon under the most permissive umask makes its files.
void the_modes_from_the_first_moment(Stage& stage) {
  constexpr unsigned permissive = 0;
  Visitors visitors{stage};
  start_from_nothing(visitors, permissive);
  VirtualTime const until = visitors.now() + start_within;
  while (enrollment_token(visitors).empty() && visitors.running() && visitors.now() < until) {
    expect_private_files(visitors);
    visitors.run_for(100us);
  }
  Newcomer newcomer{visitors};
  newcomer.enroll(visitors.new_keys().public_key);
  for (int more = 0; more < 20; ++more) {
    std::size_t const before = newcomer.answered();
    auto const request =
        moor::enrollment::encode(newcomer.good_request(visitors.new_keys().public_key));
    newcomer.send_raw({*request});
    while (newcomer.answered() == before && visitors.running()) {
      expect_private_files(visitors);
      visitors.run_for(100us);
    }
  }
  expect_private_files(visitors);
}

bool is_whole_key_file(Stage& stage, std::string const& path, std::string_view name) {
  auto const content = stage.files().read(path);
  if (!content) return true;  // Gone meanwhile.
  auto const value = moor::enrollment::key_file_value(*content, name);
  return value && value->size() == key_size;
}

void expect_whole_keys(Visitors& visitors, std::string_view file, std::string_view name) {
  for (std::string const& path : files_named(visitors, file)) {
    visitors.require(is_whole_key_file(visitors.stage(), path, name), "a whole key file",
                     "part of one", {{path, ""}});
  }
}

/// Those in `whole` were seen to be so, and are passed over: the fewer files there are, the more
/// often can each be looked at.
void expect_whole_hosts(Visitors& visitors, std::set<std::string>& whole) {
  for (std::string const& path : allowed_host_files(visitors)) {
    if (whole.contains(path)) continue;
    visitors.require(is_whole_key_file(visitors.stage(), path, "public"),
                     "whole allowed-host files", "part of one", {{path, ""}});
    whole.insert(path);
  }
}

bool has_whole_token(Visitors& visitors) { return enrollment_token(visitors).size() >= uuid_size; }

/// That every file that bears its final name is complete.
void expect_whole_files(Visitors& visitors) {
  std::set<std::string> none;
  expect_whole_hosts(visitors, none);
  expect_whole_keys(visitors, "daemon-curve.key", "secret");
  expect_whole_keys(visitors, "daemon-curve.pub", "public");
  bool const is_there = visitors.stage().files().read(visitors.value("token_file")).has_value();
  visitors.require(!is_there || has_whole_token(visitors), "a whole token file", "part of one");
}

void remove_hosts(Visitors& visitors) {
  for (std::string const& path : allowed_host_files(visitors)) {
    visitors.stage().files().remove(path);
  }
}

/// Enrolls one after the other, a few always waiting, for that long or until there are many; looks
/// at their files meanwhile.
void keep_enrolling(Visitors& visitors, Duration duration) {
  constexpr std::size_t waiting = 20;
  constexpr std::size_t many = 500;
  Newcomer newcomer{visitors};
  newcomer.enroll(visitors.new_keys().public_key);
  std::size_t sent = 1;
  std::set<std::string> whole;
  VirtualTime const until = visitors.now() + duration;
  while (visitors.now() < until && newcomer.answered() < many && visitors.running()) {
    for (; sent < newcomer.answered() + waiting; ++sent) {
      EnrollmentRequest const request = newcomer.good_request(visitors.new_keys().public_key);
      newcomer.send_raw({*moor::enrollment::encode(request)});
    }
    expect_whole_hosts(visitors, whole);
    visitors.run_for(20us);
  }
}

/// A reader never sees a file that is not whole, and a crash leaves none.
void kills_during_enrollment(Stage& stage) {
  constexpr int kills = 20;
  Visitors visitors{stage};
  Rng dice = visitors.rng().fork("kills");
  for (int round = 0; round < kills; ++round) {
    visitors.start();
    keep_enrolling(visitors, 50ms + std::chrono::microseconds{dice.below(200'000)});
    visitors.stop(StopSignal::kill);
    expect_whole_files(visitors);
    remove_hosts(visitors);
  }
  visitors.start();
  Newcomer last{visitors};
  last.enroll(visitors.new_keys().public_key);
}

void start_anew(Visitors& visitors) {
  TesteeFiles& files = visitors.stage().files();
  for (std::string const& path : files.list(visitors.stage().value("data_dir"))) {
    files.remove(path);
  }
  start_from_nothing(visitors, std::nullopt);
}

/// How long it takes from nothing to all files, which are looked at meanwhile.
Duration first_start(Visitors& visitors) {
  VirtualTime const began = visitors.now();
  start_anew(visitors);
  auto const is_ready = [&] {
    return has_whole_token(visitors) && !files_named(visitors, "daemon-curve.key").empty() &&
           !files_named(visitors, "daemon-curve.pub").empty();
  };
  while (!is_ready()) {
    bool const in_time = visitors.running() && visitors.now() < began + start_within;
    if (!in_time) skip_case("a first start makes no token, or no daemon-curve.key and .pub");
    expect_whole_files(visitors);
    visitors.run_for(20us);
  }
  Duration const took = visitors.now() - began;
  visitors.stop(StopSignal::kill);
  expect_whole_files(visitors);
  return took;
}

/// The same for the files that a first start makes, which is killed before it ended, or just after.
void kills_during_the_first_start(Stage& stage) {
  constexpr int kills = 20;
  Visitors visitors{stage};
  Rng dice = visitors.rng().fork("kills");
  auto const longest = static_cast<std::uint64_t>((first_start(visitors) + 2ms).count());
  for (int round = 0; round < kills; ++round) {
    VirtualTime const until = visitors.now() + std::chrono::nanoseconds{dice.below(longest)};
    start_anew(visitors);
    while (visitors.now() < until && visitors.running()) {
      expect_whole_files(visitors);
      visitors.run_for(20us);
    }
    visitors.stop(StopSignal::kill);
    expect_whole_files(visitors);
  }
}

constexpr Case enrollment_file_case_list[] = {
    {requirement("enrollment.files.modes"), "", "the modes of hosts, token and secret key", any,
     the_modes_of_all_files, secured_process},
    {requirement("enrollment.files.modes-at-once"), "", "nobody else could open them, ever", any,
     the_modes_from_the_first_moment, secured_process},
    {requirement("enrollment.files.atomic"), "enrollment", "20 kills while hosts enroll", any,
     kills_during_enrollment, secured_process},
    {requirement("enrollment.files.atomic"), "first-start", "20 kills during a first start", any,
     kills_during_the_first_start, secured_process},
};

}  // namespace

std::span<Case const> enrollment_file_cases() { return enrollment_file_case_list; }

}  // namespace drydock::conformance::daemon
