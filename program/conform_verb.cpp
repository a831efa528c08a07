#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "conformance/moor/daemon/suite.hpp"
#include "conformance/moor/daemon/virtual_daemon.hpp"
#include "conformance/moor/suite.hpp"
#include "conformance/moor/virtual_worker.hpp"
#include "conformance/report/expectations.hpp"
#include "conformance/report/json_report.hpp"
#include "conformance/report/junit_report.hpp"
#include "conformance/report/text_report.hpp"
#include "conformance/testee/command.hpp"
#include "conformance/testee/judge_processes.hpp"
#include "program/defect_flag.hpp"
#include "program/verb.hpp"
#include "reference/moor/daemon/defects.hpp"
#include "reference/moor/worker/defects.hpp"

namespace drydock::program {
namespace {

using namespace conformance;

struct Options {
  std::string role;
  Arguments command;
  Selection selection;
  TransportKind transport = TransportKind::ipc;
  bool insecure = false;
  std::string service;  // Empty: what the role's testees usually offer.
  std::string testee;
  std::vector<std::string> defects;  // By name; which there are depends on the testee.
  std::size_t jobs = 8;
  bool list = false;
  bool json = false;
  std::string junit_file;
  std::string expectations_file;
  bool fix = false;
};

/// fmt::join would do, but for a warning of g++ 12 at -O3 about bytes that fmt does not write.
template <class Words>
std::string joined(Words const& words, std::string_view separator) {
  std::string text;
  for (auto const& word : words) text.append(text.empty() ? "" : separator).append(word);
  return text;
}

/// What stands before `--`, and what behind it.
std::pair<Arguments, Arguments> split(Arguments const& arguments) {
  auto const dashes = std::find(arguments.begin(), arguments.end(), "--");
  Arguments const flags{arguments.begin(), dashes};
  if (dashes == arguments.end()) return {flags, {}};
  return {flags, {dashes + 1, arguments.end()}};
}

/// The roles that can be judged.
Suite const* suite_of(std::string_view role) {
  for (Suite const* suite : {&worker_suite(), &daemon_suite()}) {
    if (suite->role == role) return suite;
  }
  return nullptr;
}

std::string placeholder_list() {
  std::string text = "In CMD these stand for what each case gives the process.\n";
  for (Suite const* suite : {&worker_suite(), &daemon_suite()}) {
    text += fmt::format("A {}:", suite->role);
    for (Placeholder const& one : suite->placeholders) text += fmt::format(" {{{}}}", one.name);
    text += "\n";
  }
  return text + "\n";
}

std::optional<int> parse(Arguments const& flags, Options& options) {
  CommandLine line{"conform", "Judges a process by what its protocol asks: conform worker -- CMD."};
  line.argument("ROLE", options.role, "what it is: worker or daemon");
  line.option("--profile", "robust",
              "compatible, robust, which asks for more, or strict: for tokens that expire",
              [&](std::string const& text) -> Result<void> {
                auto const profile = profile_of(text);
                if (!profile) {
                  return fail(fmt::format("\"{}\" is none of compatible, robust, strict", text));
                }
                options.selection.profile = *profile;
                return {};
              });
  line.option("--transport", "ipc", "ipc or tcp", [&](std::string const& text) -> Result<void> {
    if (text != "ipc" && text != "tcp") {
      return fail(fmt::format("\"{}\" is neither ipc nor tcp", text));
    }
    options.transport = text == "tcp" ? TransportKind::tcp : TransportKind::ipc;
    return {};
  });
  line.flag("--insecure", options.insecure, "over tcp, in the clear and without enrollment");
  line.option("--service", options.service,
              "what a worker does: echo, test (echo with sleep, fail and perms) or opaque; echo "
              "unless said");
  line.option("--case", options.selection.glob, "only cases whose id matches this shell pattern");
  line.flag("--list", options.list, "say which cases there are, and run none");
  line.option("-j,--jobs", options.jobs, "cases at once");
  line.option("--expectations", options.expectations_file,
              "a file of known failures; only what differs from it counts as a failure");
  line.flag("--fix", options.fix, "rewrite the file of known failures");
  line.option("--junit", options.junit_file, "write JUnit's XML to this file");
  line.flag("--json", options.json, "one JSON document in place of text");
  line.option("--testee", options.testee,
              "in place of CMD, our own, in virtual time: worker or daemon");
  line.option(
      "--defect", "", "a mistake of --testee's (see below); may be given more than once",
      [&](std::string const& name) -> Result<void> {
        options.defects.push_back(name);
        return {};
      },
      true);
  line.footer(placeholder_list() +
              defect_list(moor::worker::worker_defects(), "Defects of a worker") +
              defect_list(moor::daemon::daemon_defects(), "Defects of a daemon") +
              defect_list(moor::sessions::session_defects(), "Defects of its sessions") +
              defect_list(moor::tasks::task_defects(), "Defects of its tasks"));
  return line.parse(flags);
}

bool is_secure(Options const& options) {
  return options.transport == TransportKind::tcp && !options.insecure;
}

/// A command that cannot secure its links would fail every case.
Result<void> check_secured(Options const& options, Suite const& suite) {
  if (!is_secure(options) || suite.secured_by.empty()) return {};
  std::string const placeholder = fmt::format("{{{}}}", suite.secured_by);
  for (std::string const& word : options.command) {
    if (word.find(placeholder) != std::string::npos) return {};
  }
  return fail(fmt::format("tcp is secured: the command needs {}, or conform needs --insecure",
                          placeholder));
}

/// What the flags and the command together have to be. Fails saying what is wrong.
Result<void> check(Options const& options, Suite const& suite) {
  auto const& services = suite.services;
  if (std::find(services.begin(), services.end(), options.service) == services.end()) {
    return fail(
        fmt::format("--service: \"{}\" is none of {}", options.service, joined(services, ", ")));
  }
  if (options.jobs == 0) return fail("--jobs: at least 1");
  if (options.fix && options.expectations_file.empty()) return fail("--fix needs --expectations");
  if (options.list) return {};
  if (!options.testee.empty()) {
    if (!options.command.empty()) return fail("either --testee or a command, not both");
    if (options.testee != suite.role) {
      return fail(fmt::format("--testee: \"{}\" is not {}", options.testee, suite.role));
    }
    return {};
  }
  if (!options.defects.empty())
    return fail("--defect is for --testee; give it to your own command");
  if (options.command.empty())
    return fail(fmt::format("what is to be judged? conform {} -- CMD ...", suite.role));
  auto known = check_command(options.command, suite.placeholders);
  if (!known) return known;
  auto const secured = check_secured(options, suite);
  if (!secured) return secured;
  auto const program = find_program(options.command.front());
  if (!program) return fail(program.error().message);
  return {};
}

/// `12 of 60 cases, 1 failed`, on a terminal only, and only of what takes over a second.
class Progress {
 public:
  explicit Progress(std::size_t total) : total_(total), is_terminal_(isatty(STDERR_FILENO) == 1) {}
  ~Progress() {
    if (shown_) std::cerr << "\r\x1b[K" << std::flush;
  }
  Progress(Progress const&) = delete;
  Progress& operator=(Progress const&) = delete;

  void add(CaseResult const& result) {
    ++ended_;
    if (result.finding.verdict == Verdict::fail) ++failed_;
    bool const is_long = std::chrono::steady_clock::now() - began_ > std::chrono::seconds{1};
    if (!is_terminal_ || !is_long) return;
    shown_ = true;
    std::cerr << fmt::format("\r{} of {} cases, {} failed", ended_, total_, failed_) << std::flush;
  }

 private:
  std::size_t total_;
  bool is_terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::size_t ended_ = 0;
  std::size_t failed_ = 0;
};

std::string command_text(Options const& options) {
  if (!options.testee.empty()) return options.testee;
  return joined(options.command, " ");
}

std::string transport_text(Options const& options) {
  if (!options.testee.empty()) return "virtual";
  return options.transport == TransportKind::tcp ? "tcp" : "ipc";
}

Offer offer_of(Options const& options) {
  bool const process = options.testee.empty();
  return {options.service, is_secure(options), process, options.command};
}

template <class Defect>
Result<moor::DefectSet<Defect>> defects_of(std::span<moor::DefectInfo const> table,
                                           std::vector<std::string> const& names) {
  moor::DefectSet<Defect> defects;
  for (std::string const& name : names) {
    auto const defect = moor::find_defect<Defect>(table, name);
    if (!defect) return fail("--defect: " + defect.error().message);
    defects.add(*defect);
  }
  return defects;
}

using Judged = Result<std::vector<CaseResult>>;

Links links_of(Options const& options) { return is_secure(options) ? Links::secure : Links::plain; }

Judged judge_our_worker(Options const& options, std::vector<Case const*> const& cases) {
  using moor::worker::Profile;
  auto const defects =
      defects_of<moor::worker::Defect>(moor::worker::worker_defects(), options.defects);
  if (!defects) return tl::make_unexpected(defects.error());
  bool const strict = options.selection.profile == conformance::Profile::strict;
  return judge_virtual_worker(cases, {.defects = *defects,
                                      .links = links_of(options),
                                      .profile = strict ? Profile::strict : Profile::robust});
}

template <class Defect>
bool add_if_there(std::span<moor::DefectInfo const> table, std::string const& name,
                  moor::DefectSet<Defect>& defects) {
  auto const defect = moor::find_defect<Defect>(table, name);
  if (defect) defects.add(*defect);
  return defect.has_value();
}

/// Its tokens end soon, so that cases can wait for that. Where links are plain there are none: who
/// is judged by what strict daemons do is asked over secured links.
Judged judge_our_daemon(Options const& options, std::vector<Case const*> const& cases) {
  moor::daemon::Settings settings;
  moor::tasks::Settings tasks;
  for (std::string const& name : options.defects) {
    bool const is_known =
        add_if_there(moor::daemon::daemon_defects(), name, settings.defects) ||
        add_if_there(moor::sessions::session_defects(), name, settings.sessions.defects) ||
        add_if_there(moor::tasks::task_defects(), name, tasks.defects);
    if (!is_known) return fail(fmt::format("--defect: there is no defect '{}'", name));
  }
  settings.strict = options.selection.profile == Profile::strict && is_secure(options);
  settings.worker_token_lifetime = std::chrono::seconds{3};
  return judge_virtual_daemon(cases, settings, tasks, links_of(options));
}

Judged judge_all(Options const& options, Suite const& suite,
                 std::vector<Case const*> const& cases) {
  if (options.testee == "worker") return judge_our_worker(options, cases);
  if (options.testee == "daemon") return judge_our_daemon(options, cases);
  Progress progress{cases.size()};
  ProcessSettings const settings{options.command, suite.placeholders, options.transport,
                                 is_secure(options), suite.hidden_variables};
  return judge_processes(cases, settings, options.jobs, {},
                         [&](CaseResult const& result) { progress.add(result); });
}

/// The chosen cases with their results; those that need more than is offered are skipped.
Result<RunReport> run(Options const& options, Suite const& suite,
                      std::vector<Case const*> const& chosen) {
  Offer const offer = offer_of(options);
  std::vector<Case const*> possible;
  for (Case const* one : chosen) {
    if (suite.why_not(offer, *one).empty()) possible.push_back(one);
  }
  auto const began = std::chrono::steady_clock::now();
  auto judged = judge_all(options, suite, possible);
  if (!judged) return tl::make_unexpected(judged.error());
  RunReport report{options.role,
                   options.selection.profile,
                   transport_text(options),
                   command_text(options),
                   {},
                   {}};
  report.took = std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - began);
  auto next = judged->begin();
  for (Case const* one : chosen) {
    if (next != judged->end() && next->which == one) {
      report.results.push_back(std::move(*next++));
    } else {
      std::string why = suite.why_not(offer, *one);
      report.results.push_back({one, {Verdict::skip, "", std::move(why), {}, ""}, {}});
    }
  }
  return report;
}

Result<void> write_file(std::string const& path, std::string const& text) {
  std::ofstream file{path};
  file << text;
  if (!file.flush()) return fail(fmt::format("cannot write {}", path));
  return {};
}

/// Holds the report against the file of known failures, or rewrites that.
Result<int> compare(RunReport const& report, Options const& options, Suite const& suite) {
  std::string const& path = options.expectations_file;
  if (options.fix) {
    auto const written = write_file(path, Expectations::text_of(report.results));
    if (!written) return tl::make_unexpected(written.error());
    return fine;
  }
  std::ifstream file{path};
  if (!file) return fail(fmt::format("cannot read {}", path));
  std::string const text{std::istreambuf_iterator<char>{file}, {}};
  auto const known = Expectations::parse(text);
  if (!known) return fail(fmt::format("{}: {}", path, known.error().message));
  std::vector<std::string> const news = known->news(report.results, suite);
  for (std::string const& one : news) std::cerr << "news: " << one << "\n";
  return news.empty() ? fine : found_failure;
}

Result<int> conclude(RunReport const& report, Options const& options, Suite const& suite) {
  std::cout << (options.json ? to_json(report) : to_text(report));
  if (!options.junit_file.empty()) {
    auto const written = write_file(options.junit_file, to_junit(report));
    if (!written) return tl::make_unexpected(written.error());
  }
  if (!options.expectations_file.empty()) return compare(report, options, suite);
  return count(report, Verdict::fail) == 0 ? fine : found_failure;
}

}  // namespace

int run_conform(Arguments const& arguments) {
  Options options;
  auto const [flags, command] = split(arguments);
  options.command = command;
  if (auto const code = parse(flags, options)) return *code;
  Suite const* const known = suite_of(options.role);
  if (known == nullptr) {
    return refuse("conform", fmt::format("\"{}\" is no role that can be judged: worker, daemon",
                                         options.role));
  }
  Suite const& suite = *known;
  if (options.service.empty()) options.service = suite.role == "worker" ? "echo" : "any";
  if (auto const checked = check(options, suite); !checked) {
    return refuse("conform", checked.error().message);
  }
  std::vector<Case const*> const chosen = select(suite, options.selection);
  if (chosen.empty()) {
    return refuse("conform", fmt::format("no case matches \"{}\"", options.selection.glob));
  }
  if (options.list) {
    std::cout << (options.json ? list_as_json(chosen) : list_as_text(chosen));
    return fine;
  }
  auto const report = run(options, suite, chosen);
  if (!report) return refuse("conform", report.error().message);
  auto const code = conclude(*report, options, suite);
  return code ? *code : refuse("conform", code.error().message);
}

}  // namespace drydock::program
