#pragma once

#include <cstddef>
#include <string_view>

namespace drydock {

/// For hash tables whose keys are long texts, such as tokens: XXH3, where the standard library's
/// own takes a byte at a time or little more. Nothing that leaves the process depends on it.
struct TextHash {
  std::size_t operator()(std::string_view text) const;
};

}  // namespace drydock
