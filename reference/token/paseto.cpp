#include "reference/token/paseto.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "reference/token/base64.hpp"

namespace drydock::token {
namespace {

constexpr std::size_t signature_size = std::tuple_size_v<Signature>;

/// 64 bits, lowest first, the highest of them cleared: what every language can count to.
void append_length(Bytes& out, std::uint64_t length) {
  length &= ~(std::uint64_t{1} << 63);
  for (int k = 0; k < 8; ++k, length >>= 8) out.push_back(static_cast<std::uint8_t>(length));
}

Bytes signed_text(std::string_view payload, std::string_view footer, std::string_view assertion) {
  return pre_authentication_encoding({paseto_header, payload, footer, assertion});
}

ByteView view(std::string_view text) {
  return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

struct Segments {
  std::string_view body;
  std::optional<std::string_view> footer;
};

Accepted<Segments> split(std::string_view token) {
  if (token.empty()) return refuse(Refusal::missing);
  if (token.size() > token_size_max) {
    return refuse(Refusal::malformed,
                  fmt::format("{} bytes, above {}", token.size(), token_size_max));
  }
  if (!token.starts_with(paseto_header)) {
    return refuse(Refusal::malformed, "it does not start with v4.public.");
  }
  token.remove_prefix(paseto_header.size());
  auto const dot = token.find('.');
  if (dot == std::string_view::npos) return Segments{token, std::nullopt};
  Segments const segments{token.substr(0, dot), token.substr(dot + 1)};
  if (segments.footer->find('.') != std::string_view::npos) {
    return refuse(Refusal::malformed, "it has more than four segments");
  }
  return segments;
}

}  // namespace

Bytes pre_authentication_encoding(std::initializer_list<std::string_view> pieces) {
  Bytes out;
  append_length(out, pieces.size());
  for (auto const piece : pieces) {
    append_length(out, piece.size());
    out.insert(out.end(), piece.begin(), piece.end());
  }
  return out;
}

std::string mint(std::string_view payload, std::string_view footer, SecretKey const& key,
                 std::string_view implicit_assertion) {
  Signature const signature = key.sign(signed_text(payload, footer, implicit_assertion));
  Bytes body{payload.begin(), payload.end()};
  body.insert(body.end(), signature.begin(), signature.end());
  std::string token = std::string(paseto_header) + to_base64url(body);
  if (!footer.empty()) token += "." + to_base64url(view(footer));
  return token;
}

Accepted<Unverified> inspect(std::string_view token) {
  auto const segments = split(token);
  if (!segments) return tl::make_unexpected(segments.error());
  auto const body = from_base64url(segments->body);
  if (!body) return refuse(Refusal::malformed, "its payload is not base64url without padding");
  if (body->size() < signature_size) {
    return refuse(Refusal::malformed,
                  fmt::format("{} bytes are shorter than a signature", body->size()));
  }
  auto const payload_end = body->end() - static_cast<std::ptrdiff_t>(signature_size);
  Unverified parts{std::string(body->begin(), payload_end), {}, {}};
  std::copy(payload_end, body->end(), parts.signature.begin());
  if (!segments->footer) return parts;
  auto const footer = from_base64url(*segments->footer);
  if (!footer) return refuse(Refusal::malformed, "its footer is not base64url without padding");
  // The empty footer has a spelling of its own: no segment. Two would make one token two texts.
  if (footer->empty()) return refuse(Refusal::malformed, "its footer segment is empty");
  parts.footer.assign(footer->begin(), footer->end());
  return parts;
}

Accepted<void> check_footer(std::string_view footer, std::string_view expected) {
  if (equal_in_constant_time(footer, expected)) return {};
  if (footer.empty()) return refuse(Refusal::wrong_footer, "it has none");
  return refuse(Refusal::wrong_footer);
}

bool signed_by(Unverified const& token, PublicKey const& key, std::string_view implicit_assertion) {
  return verify(key, signed_text(token.payload, token.footer, implicit_assertion), token.signature);
}

Accepted<std::string> verify(std::string_view token, std::string_view footer, PublicKey const& key,
                             std::string_view implicit_assertion) {
  auto parts = inspect(token);
  if (!parts) return tl::make_unexpected(parts.error());
  if (auto const same = check_footer(parts->footer, footer); !same) {
    return tl::make_unexpected(same.error());
  }
  if (!signed_by(*parts, key, implicit_assertion)) return refuse(Refusal::bad_signature);
  return std::move(parts->payload);
}

}  // namespace drydock::token
