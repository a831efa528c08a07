#pragma once

#include "conformance/judge/case.hpp"

// Cases for tests.

namespace drydock::conformance {

inline constexpr Requirement plain{"a.plain", Level::must, Profile::compatible, "It is.", "A-1"};
inline constexpr Requirement more{"a.more", Level::should, Profile::robust, "It is <more>.", "A-2"};
inline void do_nothing(Stage&) {}
inline constexpr Case plain_case{plain, "", "it is", "nothing", do_nothing};
inline constexpr Case one_case{more, "one", "it is one", "echo", do_nothing};
inline constexpr Case other_case{more, "other", "it is another", "test", do_nothing};

}  // namespace drydock::conformance
