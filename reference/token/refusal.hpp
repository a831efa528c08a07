#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace drydock::token {

/// Why a token is not accepted. Source: tokens ST-03.
enum class Refusal {
  missing,        ///< There is none.
  malformed,      ///< Not of the form, or without what has to be in it.
  wrong_footer,   ///< Of another footer, or of none: made for another use.
  bad_signature,  ///< Signed by none of the keys.
  expired,        ///< `exp` is at or before now.
  not_yet_valid,  ///< `nbf` is after now.
  revoked,        ///< It, or the key that signed it, was revoked.
  other_holder,   ///< Good, and somebody else's.
};

/// `not_yet_valid` and so on, for reports and JSON.
std::string_view name(Refusal why);
/// `the token is not yet valid`, for people.
std::string_view sentence(Refusal why);

/// A refusal with what exactly was wrong. Neither holds any of the token's own text.
struct Refused {
  Refusal why;
  std::string detail;  // May be empty.

  /// The sentence, and the detail behind a colon.
  std::string message() const;
  friend bool operator==(Refused const&, Refused const&) = default;
};

template <class T>
using Accepted = tl::expected<T, Refused>;

inline tl::unexpected<Refused> refuse(Refusal why, std::string detail = {}) {
  return tl::make_unexpected(Refused{why, std::move(detail)});
}

}  // namespace drydock::token
