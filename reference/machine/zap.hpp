#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "reference/core/bytes.hpp"
#include "reference/core/curve_key.hpp"

namespace drydock {

/// Where libzmq asks whether a peer may connect. Source: ZeroMQ RFC 27.
inline constexpr std::string_view zap_endpoint = "inproc://zeromq.zap.01";

/// The user id of a key that may connect; nothing for one that may not.
using Admit = std::function<std::optional<std::string>(CurvePublicKey const&)>;

/// The reply to one ZAP request, both as a ROUTER sees them, with their empty delimiter: 200 and
/// the user id, or 400 and why not. Only CURVE and only `domain` are admitted. There is a reply to
/// any frames that begin with a delimiter; without one there is nobody to reply to. Source:
/// workers 8.3, TS-05 to TS-09.
std::optional<Frames> answer_zap(Frames const& request, std::string_view domain,
                                 Admit const& admit);

}  // namespace drydock
