#include "reference/moor/daemon/enrollment_server.hpp"

#include <fmt/format.h>
#include <sodium/crypto_generichash_blake2b.h>
#include <sodium/utils.h>

#include <algorithm>
#include <array>
#include <utility>

#include "reference/core/ensure.hpp"

namespace drydock::moor::daemon {
namespace {

constexpr std::size_t label_bytes_max = 255;
constexpr std::size_t key_text_size = 40;
constexpr char const* wrong_token_text = "Invalid enrollment token";

using drydock::token::Refusal;
using drydock::token::refuse;

/// The text that each missing or unreadable member has had in stock mooR since the first.
std::string text_of(DecodeError const& error) {
  static constexpr std::array<std::pair<std::string_view, char const*>, 4> missing = {
      {{"enrollment_token", "Missing enrollment token"},
       {"curve_public_key", "Missing CURVE public key"},
       {"service_type", "Missing service type"},
       {"hostname", "Missing hostname"}}};
  for (auto const& [field, text] : missing) {
    if (error.stage == DecodeError::Stage::field && error.path == field) return text;
  }
  return "Invalid request format: " + error.text();
}

std::string trimmed(std::string const& text) {
  constexpr char const* blanks = " \t\r\n\v\f";
  std::size_t const first = text.find_first_not_of(blanks);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Compares in a time that tells nothing of where, or in what length, they differ.
bool same_secret(std::string const& a, std::string const& b) {
  std::array<unsigned char, crypto_generichash_blake2b_BYTES> digests[2];
  std::string const* const texts[2] = {&a, &b};
  for (int k = 0; k < 2; ++k) {
    crypto_generichash_blake2b(digests[k].data(), digests[k].size(),
                               reinterpret_cast<unsigned char const*>(texts[k]->data()),
                               texts[k]->size(), nullptr, 0);
  }
  return sodium_memcmp(digests[0].data(), digests[1].data(), digests[0].size()) == 0;
}

/// EN-14: a label ends up in a file of lines, where a newline could add one that counts.
Result<void> check_label(char const* name, std::string const& label) {
  if (label.size() > label_bytes_max) {
    return fail(fmt::format("{} has {} bytes, more than {}", name, label.size(), label_bytes_max));
  }
  bool const controls = std::any_of(label.begin(), label.end(), [](char character) {
    auto const code = static_cast<unsigned char>(character);
    return code < 0x20 || code == 0x7f;
  });
  if (controls) return fail(fmt::format("{} has a control character", name));
  return {};
}

}  // namespace

EnrollmentServer::EnrollmentServer(Settings settings, FileStore& config, AllowedHosts& hosts,
                                   TokenOffice* office, Rng rng)
    : settings_(std::move(settings)), config_(config), hosts_(hosts), office_(office), rng_(rng) {}

EnrollmentServer::Answer EnrollmentServer::answer(Moment const& moment, Frames const& request,
                                                  Outbox& out) {
  Answer answer{{}, moment.now};
  Result<EnrollmentResponse> response = respond(moment, request, out);
  if (!response) {
    std::string const& why = response.error().message;
    if (why == wrong_token_text) answer.at = limit_.on_failure(moment.now);
    out.emplace_back(Log{LogLevel::warning, "enrollment refused: " + why});
    if (has(Defect::silent_enrollment)) return answer;
    response = refusal(why);
  }
  Result<Bytes> payload = encode(*response);
  if (!payload) payload = encode(EnrollmentResponse{.error = "Invalid request format"});
  ENSURE(payload.has_value());
  answer.frames.push_back(*std::move(payload));
  return answer;
}

EnrollmentServer::EnrollmentResponse EnrollmentServer::refusal(std::string const& why) {
  EnrollmentResponse response{.error = why};
  if (has(Defect::wrong_error_text)) response.error = "Enrollment is not possible";
  if (has(Defect::leaks_on_failure)) {
    response.service_uuid = Uuid::random(rng_).text();
    response.daemon_curve_public_key = settings_.daemon_key.z85();
  }
  return response;
}

Result<EnrollmentServer::EnrollmentResponse> EnrollmentServer::respond(Moment const& moment,
                                                                       Frames const& request,
                                                                       Outbox& out) {
  bool const is_one = request.size() == 1 || (has(Defect::first_frame_enrolls) && !request.empty());
  if (!is_one) {
    return fail(fmt::format("Invalid request format: 1 frame expected, {} came", request.size()));
  }
  auto const asked = enrollment::decode_enrollment_request(request[0]);
  if (!asked) return fail(text_of(asked.error()));
  bool const renews = office_ != nullptr && asked->service_token;
  return renews ? renew(moment, *asked, out) : enroll(moment, *asked, out);
}

Result<EnrollmentServer::EnrollmentResponse> EnrollmentServer::enroll(
    Moment const& moment, EnrollmentRequest const& asked, Outbox& out) {
  auto const known = check_credentials(asked, out);
  auto const key = key_of(asked);
  if (!known) {
    if (key && has(Defect::stores_refused)) (void)save(moment, asked, *key, Uuid::random(rng_), {});
    return tl::make_unexpected(known.error());
  }
  if (!key) return tl::make_unexpected(key.error());
  if (auto const good = check_labels(asked); !good) return tl::make_unexpected(good.error());
  Uuid const uuid = uuid_of(*key);
  std::optional<Uuid> service;
  EnrollmentResponse response = success(uuid);
  if (office_ != nullptr) {
    auto const id = service_id_of(asked, *key, uuid);
    if (!id) return tl::make_unexpected(id.error());
    auto const token = office_->issue(service_of(asked.service_type, *id), moment.wall);
    if (!token) return fail("No service token available: " + token.error().message);
    response.service_token = *token;
    service = *id;
  }
  auto const saved = save(moment, asked, *key, uuid, service);
  if (!saved) return fail("Failed to save host public key: " + saved.error().message);
  out.emplace_back(Log{LogLevel::info, "enrolled " + uuid.text()});
  return response;
}

/// ST-08: who renews has a good token and the key that enrolled what it names. Nothing else counts.
Result<EnrollmentServer::EnrollmentResponse> EnrollmentServer::renew(Moment const& moment,
                                                                     EnrollmentRequest const& asked,
                                                                     Outbox& out) {
  if (auto const good = check_key_length(asked); !good) return tl::make_unexpected(good.error());
  auto const key = key_of(asked);
  if (!key) return tl::make_unexpected(key.error());
  auto service = renewable(asked, *key, moment.wall);
  if (!service) return fail("Service token refused: " + service.error().message());
  if (has(Defect::renewal_keeps_old_id_wrong)) {
    service = service_of(asked.service_type, Uuid::random(rng_));
  }
  auto const token = office_->issue(*service, moment.wall);
  if (!token) return fail("No service token available: " + token.error().message);
  EnrollmentResponse response = success(hosts_.find(*key).value());
  response.service_token = *token;
  out.emplace_back(Log{LogLevel::debug, "renewed the token of " + id_of(*service).text()});
  return response;
}

drydock::token::Accepted<Service> EnrollmentServer::renewable(EnrollmentRequest const& asked,
                                                              CurvePublicKey const& key,
                                                              WallTime now) {
  auto service = office_->service(*asked.service_token, asked.service_type, now);
  if (!service) return service;
  Uuid const& id = id_of(*service);
  if (!hosts_.is_bound(key, id)) {
    return refuse(Refusal::other_holder, "another key enrolled its service");
  }
  if (asked.service_id && Uuid::parse(*asked.service_id) != id) {
    return refuse(Refusal::other_holder, "it names another service");
  }
  return service;
}

EnrollmentServer::EnrollmentResponse EnrollmentServer::success(Uuid const& uuid) const {
  return {.success = true,
          .service_uuid = uuid.text(),
          .daemon_curve_public_key = settings_.daemon_key.z85()};
}

Result<void> EnrollmentServer::check_key_length(EnrollmentRequest const& asked) const {
  if (asked.curve_public_key.size() == key_text_size) return {};
  return fail(fmt::format("Invalid CURVE public key length: expected {}, got {}", key_text_size,
                          asked.curve_public_key.size()));
}

Result<void> EnrollmentServer::check_credentials(EnrollmentRequest const& asked, Outbox& out) {
  auto const length = check_key_length(asked);
  bool const token_first = has(Defect::token_before_key_length);
  if (!token_first && !length) return length;
  auto const known = check_token(asked.enrollment_token, out);
  return known ? length : known;
}

Result<std::string> EnrollmentServer::expected_token() {
  if (has(Defect::token_read_once) && token_before_) return *token_before_;
  auto const content = config_.read(settings_.token_file);
  if (!content) return fail(content.error().message);
  if (!*content && !has(Defect::empty_token_admits)) return fail("there is no token file");
  std::string const whole = content->value_or(std::string{});
  std::string expected = has(Defect::token_not_trimmed) ? whole : trimmed(whole);
  if (expected.empty() && !has(Defect::empty_token_admits)) return fail("the token file is empty");
  bool const changed = token_before_ && *token_before_ != expected;
  if (changed && has(Defect::rotation_drops_hosts)) hosts_.remove_all();
  token_before_ = expected;
  return expected;
}

Result<void> EnrollmentServer::check_token(std::string const& presented, Outbox& out) {
  auto const expected = expected_token();
  if (!expected) return fail("No enrollment token available: " + expected.error().message);
  if (has(Defect::logs_tokens)) {
    out.emplace_back(Log{LogLevel::info, "enrollment with the token " + presented});
  }
  if (!same_secret(presented, *expected)) return fail(wrong_token_text);
  return {};
}

Result<CurvePublicKey> EnrollmentServer::key_of(EnrollmentRequest const& asked) {
  auto const key = CurvePublicKey::parse(asked.curve_public_key);
  if (key) return key;
  if (has(Defect::key_not_checked)) return CurveKeyPair::generate(rng_).public_key;
  return fail("Invalid CURVE public key: " + key.error().message);
}

Result<void> EnrollmentServer::check_labels(EnrollmentRequest const& asked) const {
  if (has(Defect::control_characters_admitted)) return {};
  auto const type = check_label("service type", asked.service_type);
  return type ? check_label("hostname", asked.hostname) : type;
}

/// EN-17. A key that was removed and enrolls again is who it was, too: connections that it still
/// has were admitted under that name, and libzmq keeps them.
Uuid EnrollmentServer::uuid_of(CurvePublicKey const& key) {
  std::optional<Uuid> before = hosts_.find(key);
  if (!before) before = hosts_.find_former(key);
  bool const keeps = before && !has(Defect::new_uuid_each_time);
  return keeps ? *before : Uuid::random(rng_);
}

/// An id belongs to the key that enrolled it first: whoever has the enrollment token could
/// otherwise have a token for a worker that is somebody else's.
Result<Uuid> EnrollmentServer::service_id_of(EnrollmentRequest const& asked,
                                             CurvePublicKey const& key,
                                             Uuid const& otherwise) const {
  if (!asked.service_id) return otherwise;
  auto const id = Uuid::parse(*asked.service_id);
  if (!id) return fail("Invalid service id: " + id.error().message);
  if (id->version() != 4) {
    return fail(fmt::format("Invalid service id: a UUID of version 4 expected, got version {}",
                            id->version()));
  }
  if (hosts_.is_anothers(key, *id)) return fail("Invalid service id: another key enrolled it");
  return *id;
}

Result<void> EnrollmentServer::save(Moment const& moment, EnrollmentRequest const& asked,
                                    CurvePublicKey const& key, Uuid const& uuid,
                                    std::optional<Uuid> const& service) {
  if (hosts_.find(key) == uuid) return service ? hosts_.bind(key, *service) : Result<void>{};
  AllowedHost host{uuid, key, asked.service_type, asked.hostname};
  if (service) host.services.push_back(*service);
  return hosts_.add(host, moment.wall.text());
}

}  // namespace drydock::moor::daemon
