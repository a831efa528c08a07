#pragma once

#include <optional>
#include <string>

#include "reference/core/bytes.hpp"
#include "reference/core/result.hpp"
#include "reference/moor/codec/codec.hpp"

// The enrollment socket's two messages as values. Source: workers 7.1; the appended fields, tokens.

namespace drydock::moor::enrollment {

struct EnrollmentRequest {
  std::string enrollment_token;
  std::string curve_public_key;  // Z85, 40 characters, if it is one.
  std::string service_type;
  std::string hostname;
  std::optional<std::string> service_token = {};
  std::optional<std::string> service_id = {};
  friend bool operator==(EnrollmentRequest const&, EnrollmentRequest const&) = default;
};

struct EnrollmentResponse {
  bool success = false;
  std::optional<std::string> service_uuid = {};
  std::optional<std::string> daemon_curve_public_key = {};
  std::optional<std::string> error = {};
  std::optional<std::string> service_token = {};
  friend bool operator==(EnrollmentResponse const&, EnrollmentResponse const&) = default;
};

/// Fails, naming the field, on text that is not UTF-8.
Result<Bytes> encode(EnrollmentRequest const& request);
Result<Bytes> encode(EnrollmentResponse const& response);

/// The error's path is the name of the first field, in the schema's order, that is missing or
/// unreadable.
Decoded<EnrollmentRequest> decode_enrollment_request(ByteView buffer);
Decoded<EnrollmentResponse> decode_enrollment_response(ByteView buffer);

}  // namespace drydock::moor::enrollment
