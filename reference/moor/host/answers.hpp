#pragma once

#include <string>
#include <string_view>

#include "reference/core/result.hpp"
#include "reference/moor/codec/events.hpp"

namespace drydock::moor::host {

/// Gives up whatever is asked.
inline constexpr std::string_view abort_word = "@abort";

/// What a person is asked: the `prompt` of the request, or nothing.
std::string prompt_of(RequestInputEvent const& request);

/// Whether the answer has several lines, up to one that is `.` or `@abort`.
bool wants_text_area(RequestInputEvent const& request);

/// The answer that a line gives. Fails, in words for whoever typed it, where the line is none for
/// the request's `input_type`; a type that nobody knows takes any line. `@abort` answers each of
/// them, and a line without anything the `default`, where there is one. Source: hosts 5.7, 9.3.
Result<Var> answer_of(RequestInputEvent const& request, std::string_view line);

}  // namespace drydock::moor::host
