#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace drydock::conformance {

/// A word in braces that a testee's command may use, and what stands for it in each case.
struct Placeholder {
  enum class Kind : std::uint8_t {
    endpoint,   // A ZeroMQ endpoint of the suite's, of the transport that was chosen.
    directory,  // An empty directory.
    file,       // A file that holds `text`.
    text,       // `text` itself.
  };
  std::string_view name;
  Kind kind;
  std::string_view text;
};

/// What stands for each placeholder, by its name; or the variables of an environment.
using Values = std::map<std::string, std::string, std::less<>>;

}  // namespace drydock::conformance
