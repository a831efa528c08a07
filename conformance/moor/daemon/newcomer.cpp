#include "conformance/moor/daemon/newcomer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::conformance::daemon {
namespace {

using moor::enrollment::decode_enrollment_response;
using moor::enrollment::encode;

std::string trimmed(std::string const& text) {
  constexpr char const* blanks = " \t\r\n\v\f";
  std::size_t const first = text.find_first_not_of(blanks);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::vector<std::string> all_files(Visitors& visitors) {
  Stage& stage = visitors.stage();
  std::vector<std::string> files = stage.files().list(stage.value("data_dir"));
  std::vector<std::string> const at_home = stage.files().list(stage.home());
  files.insert(files.end(), at_home.begin(), at_home.end());
  return files;
}

}  // namespace

std::string EnrollmentAnswer::error() const {
  return response ? response->error.value_or("") : std::string{};
}

std::string enrollment_token(Visitors& visitors) {
  Stage& stage = visitors.stage();
  return trimmed(stage.files().read(stage.value("token_file")).value_or(""));
}

std::string await_enrollment_token(Visitors& visitors) {
  VirtualTime const until = visitors.now() + start_within;
  while (enrollment_token(visitors).empty() && visitors.now() < until && visitors.running()) {
    visitors.run_for(std::chrono::milliseconds{50});
  }
  std::string token = enrollment_token(visitors);
  visitors.require(!token.empty(), "an enrollment token in the file that the flag names",
                   visitors.nothing_came());
  return token;
}

Newcomer::Newcomer(Visitors& visitors)
    : visitors_(visitors),
      socket_(visitors.open(dealer_to(visitors.value("enrollment"), Plain{}))) {}

EnrollmentRequest Newcomer::good_request(CurvePublicKey const& key) {
  return {enrollment_token(visitors_), key.z85(), "echo-worker", "suite.example"};
}

EnrollmentAnswer Newcomer::ask(EnrollmentRequest const& request) {
  auto payload = encode(request);
  ENSURE(payload.has_value());
  return ask_raw({*std::move(payload)});
}

void Newcomer::send_raw(Frames const& frames) {
  visitors_.remember(fmt::format("newcomer -> daemon  {} frames", frames.size()));
  Frames whole{{}};
  whole.insert(whole.end(), frames.begin(), frames.end());
  visitors_.send(socket_, whole);
}

EnrollmentAnswer Newcomer::ask_raw(Frames const& frames) {
  std::size_t const before = answered();
  send_raw(frames);
  Duration const within = before == 0 ? start_within : reply_within;
  bool const came = visitors_.run_until(within, [&] { return answered() > before; });
  visitors_.require(came, "an answer to an enrollment request", visitors_.nothing_came());
  EnrollmentAnswer said = answer(before);
  visitors_.remember("daemon -> newcomer  " + (said.admitted() ? "admitted" : said.error()));
  return said;
}

EnrollmentAnswer Newcomer::answer(std::size_t number) const {
  EnrollmentAnswer answer;
  answer.frames = visitors_.inbox(socket_).messages.at(number).frames;
  bool const delimited = !answer.frames.empty() && answer.frames.front().empty();
  if (delimited) answer.frames.erase(answer.frames.begin());
  if (answer.frames.size() != 1) return answer;
  auto decoded = decode_enrollment_response(answer.frames.front());
  if (decoded) answer.response = *std::move(decoded);
  return answer;
}

EnrollmentResponse Newcomer::enroll(CurvePublicKey const& key) {
  if (enrollment_token(visitors_).empty()) await_enrollment_token(visitors_);
  return enroll(good_request(key));
}

EnrollmentResponse Newcomer::enroll(EnrollmentRequest const& request) {
  EnrollmentAnswer const answer = ask(request);
  auto const& response = answer.response;
  bool const complete = answer.admitted() && response->service_uuid &&
                        response->daemon_curve_public_key &&
                        CurvePublicKey::parse(*response->daemon_curve_public_key);
  std::string const came = response ? "a refusal" : "something else";
  visitors_.require(complete, "a success with UUID and key", came, {{answer.error(), ""}});
  return *response;
}

EnrollmentAnswer Newcomer::expect_refusal(EnrollmentRequest const& request) {
  EnrollmentAnswer answer = ask(request);
  visitors_.require(answer.response.has_value(), "an EnrollmentResponse", "something else");
  visitors_.require(!answer.admitted(), "a refusal", "a success");
  return answer;
}

CurveClient admitted_client(CurveKeyPair const& keys, EnrollmentResponse const& response) {
  auto const server = CurvePublicKey::parse(response.daemon_curve_public_key.value_or(""));
  ENSURE(server.has_value());
  return {keys, *server};
}

std::vector<std::string> files_named(Visitors& visitors, std::string_view name) {
  std::vector<std::string> files = all_files(visitors);
  std::erase_if(files, [&](std::string const& path) { return base_name(path) != name; });
  return files;
}

std::vector<std::string> allowed_host_files(Visitors& visitors) {
  std::vector<std::string> files = all_files(visitors);
  std::erase_if(files, [](std::string const& path) { return !Uuid::parse(base_name(path)); });
  return files;
}

std::string file_of_host(Visitors& visitors, std::string const& service_uuid) {
  std::vector<std::string> const files = files_named(visitors, service_uuid);
  visitors.require(files.size() == 1, "one allowed-host file, named by the UUID of the answer",
                   files.empty() ? "none" : "several");
  return files.front();
}

}  // namespace drydock::conformance::daemon
