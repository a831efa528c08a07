#include "reference/moor/enrollment/enrollment_server.hpp"

#include <fmt/format.h>
#include <sodium/crypto_generichash_blake2b.h>
#include <sodium/utils.h>

#include <algorithm>
#include <array>

#include "reference/core/ensure.hpp"

namespace drydock::moor::enrollment {
namespace {

constexpr std::size_t label_bytes_max = 255;
constexpr std::size_t key_text_size = 40;

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
                                   Rng rng)
    : settings_(std::move(settings)), config_(config), hosts_(hosts), rng_(rng) {}

Frames EnrollmentServer::answer(Frames const& request, std::string const& wall_time, Outbox& out) {
  Result<EnrollmentResponse> response = enroll(request, wall_time, out);
  if (!response) {
    out.emplace_back(Log{LogLevel::warning, "enrollment refused: " + response.error().message});
    response = EnrollmentResponse{.error = response.error().message};
  }
  Result<Bytes> payload = encode(*response);
  if (!payload) payload = encode(EnrollmentResponse{.error = "Invalid request format"});
  ENSURE(payload.has_value());
  return {*std::move(payload)};
}

Result<void> EnrollmentServer::check_token(std::string const& presented) {
  auto const content = config_.read(settings_.token_file);
  if (!content) return fail("No enrollment token available: " + content.error().message);
  if (!*content) return fail("No enrollment token available: there is no token file");
  std::string const expected = trimmed(**content);
  if (expected.empty()) return fail("No enrollment token available: the token file is empty");
  if (!same_secret(presented, expected)) return fail("Invalid enrollment token");
  return {};
}

Result<EnrollmentResponse> EnrollmentServer::enroll(Frames const& request,
                                                    std::string const& wall_time, Outbox& out) {
  if (request.size() != 1) {
    return fail(fmt::format("Invalid request format: 1 frame expected, {} came", request.size()));
  }
  auto const asked = decode_enrollment_request(request[0]);
  if (!asked) return fail(text_of(asked.error()));
  if (asked->curve_public_key.size() != key_text_size) {
    return fail(fmt::format("Invalid CURVE public key length: expected {}, got {}", key_text_size,
                            asked->curve_public_key.size()));
  }
  if (auto const known = check_token(asked->enrollment_token); !known) {
    return fail(known.error().message);
  }
  auto const key = CurvePublicKey::parse(asked->curve_public_key);
  if (!key) return fail("Invalid CURVE public key: " + key.error().message);
  for (auto const& [name, label] :
       {std::pair{"service type", &asked->service_type}, std::pair{"hostname", &asked->hostname}}) {
    if (auto const good = check_label(name, *label); !good) return fail(good.error().message);
  }
  std::optional<Uuid> uuid = hosts_.find(*key);
  if (!uuid) {
    uuid = Uuid::random(rng_);
    auto const saved = hosts_.add({*uuid, *key, asked->service_type, asked->hostname}, wall_time);
    if (!saved) return fail("Failed to save host public key: " + saved.error().message);
    out.emplace_back(Log{LogLevel::info, "enrolled " + uuid->text()});
  }
  return EnrollmentResponse{.success = true,
                            .service_uuid = uuid->text(),
                            .daemon_curve_public_key = settings_.daemon_key.z85()};
}

}  // namespace drydock::moor::enrollment
