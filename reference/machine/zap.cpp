#include "reference/machine/zap.hpp"

#include <algorithm>
#include <utility>

namespace drydock {
namespace {

// Of a request: delimiter, version, request id, domain, address, identity, mechanism, credentials.
constexpr std::size_t version_at = 1;
constexpr std::size_t request_id_at = 2;
constexpr std::size_t domain_at = 3;
constexpr std::size_t mechanism_at = 6;
constexpr std::size_t credentials_at = 7;
constexpr std::size_t request_frames = 8;
constexpr std::string_view version = "1.0";

struct Verdict {
  std::string_view code;
  std::string_view text;
  std::string user_id;
};

bool is(Frame const& frame, std::string_view text) { return text_of(ByteView{frame}) == text; }

Verdict judge(Frames const& request, std::string_view domain, Admit const& admit) {
  if (request.size() <= version_at || !is(request[version_at], version)) {
    return {"400", "Unsupported version", {}};
  }
  if (request.size() <= mechanism_at || !is(request[mechanism_at], "CURVE")) {
    return {"400", "Only CURVE is supported", {}};
  }
  CurvePublicKey key;
  if (request.size() != request_frames || request[credentials_at].size() != key.bytes.size()) {
    return {"400", "Invalid credentials", {}};
  }
  if (!is(request[domain_at], domain)) return {"400", "Unknown domain", {}};
  std::copy(request[credentials_at].begin(), request[credentials_at].end(), key.bytes.begin());
  if (auto user_id = admit(key)) return {"200", "OK", *std::move(user_id)};
  return {"400", "Unauthorized", {}};
}

}  // namespace

std::optional<Frames> answer_zap(Frames const& request, std::string_view domain,
                                 Admit const& admit) {
  if (request.empty() || !request[0].empty()) return std::nullopt;
  Verdict const verdict = judge(request, domain, admit);
  Frame const request_id = request.size() > request_id_at ? request[request_id_at] : Frame{};
  return Frames{Frame{},
                bytes_of(version),
                request_id,
                bytes_of(verdict.code),
                bytes_of(verdict.text),
                bytes_of(verdict.user_id),
                Frame{}};
}

}  // namespace drydock
