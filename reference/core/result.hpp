#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace drydock {

/// What went wrong outside of us, in words that name what was seen.
struct Error {
  std::string message;
  friend bool operator==(Error const&, Error const&) = default;
};

template <class T>
using Result = tl::expected<T, Error>;

/// `return fail("port 70000 is above 65535");`
inline tl::unexpected<Error> fail(std::string message) {
  return tl::make_unexpected(Error{std::move(message)});
}

}  // namespace drydock
