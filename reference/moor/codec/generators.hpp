#pragma once

#include <rapidcheck.h>

#include <iosfwd>

#include "reference/moor/codec/caller_messages.hpp"
#include "reference/moor/codec/worker_messages.hpp"

// Arbitrary values and messages for RapidCheck: `RC_GTEST_PROP(Name, Law, (Var const& value))`. All
// of them can be encoded: text is UTF-8, maps and flyweights are in order, and there are no
// lambdas.

namespace drydock::moor {

/// A number below `bound`, each as likely as the others whatever the size; RapidCheck's own
/// `inRange` keeps to the front of its range while the size is small.
rc::Gen<std::size_t> below(std::size_t bound);
/// Text of one to four bytes a character, with control characters and upper case among them.
rc::Gen<std::string> any_text();
rc::Gen<Symbol> any_symbol();
/// Any bytes at all.
rc::Gen<std::string> any_bytes();
/// All numbers, and those at the edges of what a double tells apart.
rc::Gen<std::int64_t> any_integer();
/// All bits alike, and the numbers at the edges.
rc::Gen<Float> any_float();
rc::Gen<Uuid> any_uuid();
rc::Gen<Obj> any_obj();
/// Values of all kinds; the larger the size, the more and the deeper nested. With `lambdas`,
/// lambdas too.
rc::Gen<Var> any_value(bool lambdas = false);
rc::Gen<WorkerError> any_worker_error();

// How RapidCheck prints them; the name is its own.
// NOLINTBEGIN(readability-identifier-naming)
void showValue(Var const& value, std::ostream& out);
void showValue(WorkerToDaemonMessage const& message, std::ostream& out);
void showValue(DaemonToWorkerMessage const& message, std::ostream& out);
void showValue(DaemonToWorkerReply const& message, std::ostream& out);
void showValue(CallerRequest const& message, std::ostream& out);
void showValue(CallerReply const& message, std::ostream& out);
// NOLINTEND(readability-identifier-naming)

}  // namespace drydock::moor

namespace rc {

template <>
struct Arbitrary<drydock::moor::Var> {
  static Gen<drydock::moor::Var> arbitrary();
};
template <>
struct Arbitrary<drydock::moor::WorkerToDaemonMessage> {
  static Gen<drydock::moor::WorkerToDaemonMessage> arbitrary();
};
template <>
struct Arbitrary<drydock::moor::DaemonToWorkerMessage> {
  static Gen<drydock::moor::DaemonToWorkerMessage> arbitrary();
};
template <>
struct Arbitrary<drydock::moor::DaemonToWorkerReply> {
  static Gen<drydock::moor::DaemonToWorkerReply> arbitrary();
};
template <>
struct Arbitrary<drydock::moor::CallerRequest> {
  static Gen<drydock::moor::CallerRequest> arbitrary();
};
template <>
struct Arbitrary<drydock::moor::CallerReply> {
  static Gen<drydock::moor::CallerReply> arbitrary();
};

}  // namespace rc
