#include "reference/moor/codec/root_decode.hpp"
#include "reference/moor/codec/root_encode.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"
#include "schema/moor/enrollment_generated.h"

namespace drydock::moor::enrollment {
namespace {

using flatbuffers::Offset;
using Text = std::optional<std::string>;

/// An enrollment is short; what is larger is no enrollment.
Limits limits() {
  Limits limits;
  limits.message_bytes = std::size_t{64} << 10;
  return limits;
}

Place field(char const* name) { return {nullptr, name}; }

template <class Where>
bool check(EncodeCheck<Where>& checking, Text const& text, char const* name) {
  return !text || checking.text(*text, Where{nullptr, name});
}

Offset<flatbuffers::String> write(Builder& out, Text const& text) {
  return text ? out.write_string(*text) : Offset<flatbuffers::String>{};
}

bool read(Decoding& decoding, MoorRpc::EnrollmentRequest const& from, EnrollmentRequest& out) {
  return decoding.text(*from.enrollment_token(), field("enrollment_token"), out.enrollment_token) &&
         decoding.text(*from.curve_public_key(), field("curve_public_key"), out.curve_public_key) &&
         decoding.text(*from.service_type(), field("service_type"), out.service_type) &&
         decoding.text(*from.hostname(), field("hostname"), out.hostname) &&
         decoding.optional_text(from.service_token(), field("service_token"), out.service_token) &&
         decoding.optional_text(from.service_id(), field("service_id"), out.service_id);
}

bool read(Decoding& decoding, MoorRpc::EnrollmentResponse const& from, EnrollmentResponse& out) {
  out.success = from.success();
  return decoding.optional_text(from.service_uuid(), field("service_uuid"), out.service_uuid) &&
         decoding.optional_text(from.daemon_curve_public_key(), field("daemon_curve_public_key"),
                                out.daemon_curve_public_key) &&
         decoding.optional_text(from.error(), field("error"), out.error) &&
         decoding.optional_text(from.service_token(), field("service_token"), out.service_token);
}

}  // namespace

Result<Bytes> encode(EnrollmentRequest const& request) {
  return encode_root(
      limits(),
      [&]<class Where>(EncodeCheck<Where>& checking) {
        auto const at = [](char const* name) { return Where{nullptr, name}; };
        return checking.text(request.enrollment_token, at("enrollment_token")) &&
               checking.text(request.curve_public_key, at("curve_public_key")) &&
               checking.text(request.service_type, at("service_type")) &&
               checking.text(request.hostname, at("hostname")) &&
               check(checking, request.service_token, "service_token") &&
               check(checking, request.service_id, "service_id");
      },
      [&](Builder& out) {
        auto const token = out.write_string(request.enrollment_token);
        auto const key = out.write_string(request.curve_public_key);
        auto const type = out.write_string(request.service_type);
        auto const hostname = out.write_string(request.hostname);
        auto const service_token = write(out, request.service_token);
        auto const service_id = write(out, request.service_id);
        // Last things first, as generated code does.
        return out.write_table({Builder::reference(5, service_id),
                                Builder::reference(4, service_token),
                                Builder::reference(3, hostname), Builder::reference(2, type),
                                Builder::reference(1, key), Builder::reference(0, token)});
      });
}

Result<Bytes> encode(EnrollmentResponse const& response) {
  return encode_root(
      limits(),
      [&](auto& checking) {
        return check(checking, response.service_uuid, "service_uuid") &&
               check(checking, response.daemon_curve_public_key, "daemon_curve_public_key") &&
               check(checking, response.error, "error") &&
               check(checking, response.service_token, "service_token");
      },
      [&](Builder& out) {
        auto const uuid = write(out, response.service_uuid);
        auto const key = write(out, response.daemon_curve_public_key);
        auto const error = write(out, response.error);
        auto const token = write(out, response.service_token);
        return out.write_table({Builder::reference(4, token), Builder::reference(3, error),
                                Builder::reference(2, key), Builder::reference(1, uuid),
                                Builder::number(0, response.success)});
      });
}

Decoded<EnrollmentRequest> decode_enrollment_request(ByteView buffer) {
  return decode_root<EnrollmentRequest, MoorRpc::EnrollmentRequest>(
      {WireSchema::moor, "MoorRpc.EnrollmentRequest", {}}, buffer, limits(),
      [](auto&... arguments) { return read(arguments...); });
}

Decoded<EnrollmentResponse> decode_enrollment_response(ByteView buffer) {
  return decode_root<EnrollmentResponse, MoorRpc::EnrollmentResponse>(
      {WireSchema::moor, "MoorRpc.EnrollmentResponse", {}}, buffer, limits(),
      [](auto&... arguments) { return read(arguments...); });
}

}  // namespace drydock::moor::enrollment
