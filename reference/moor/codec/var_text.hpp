#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reference/core/result.hpp"
#include "reference/moor/codec/var.hpp"
#include "reference/moor/codec/worker_messages.hpp"

// Values as MOO literals, which read back as the very same value:
//
//   None true false 12 -3 2.5 1e+100 inf -inf NaN NaN(0x7ff8000000000001)
//   "text"             \" \\ \n \t, and \x1b for a byte that is another control character or not
//   UTF-8 #12 #0000FF-1234567890 *anonymous-0000FF-1234567890* 'name '"any text"  a symbol E_PERM
//   E_PERM("message") E_PERM("message", value) E_PERM(None, value) E_MINE E_'"any"    an error with
//   a symbol of its own {1, 2} [key -> value, key -> value] b"aGk="            base64, of either
//   alphabet, with or without padding
//   <#1, .slot = 1, ."any text" = 2, {contents}>
//   <lambda>

namespace drydock::moor {

/// `value` as a MOO literal: `{"a", 1, 2.5, #3, E_PERM, ['k -> true], b"aGk="}`.
std::string to_literal(Var const& value);

/// The same, but of more than `text_max` bytes only the front and `...`.
std::string to_literal(Var const& value, std::size_t text_max);

/// The value of a MOO literal, all of `text`. Fails naming the column (from 1, in bytes) and what
/// it saw; also where a value is nested more than 1,000 deep. Maps and flyweights come out in
/// order.
Result<Var> parse_literal(std::string_view text);

/// `WorkerRequestTimedOut: no answer within 1000 ms`.
std::string to_text(WorkerError const& error);

}  // namespace drydock::moor
