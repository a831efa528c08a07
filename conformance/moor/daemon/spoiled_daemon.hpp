#pragma once

#include <string_view>
#include <vector>

#include "conformance/testee/virtual_stage.hpp"

namespace drydock::conformance {

/// Mistakes that our daemon has no defect for, since nobody is known to make them: something
/// between it and the world that spoils what it hears or says. For tests of the suite.
enum class Spoil : std::uint8_t {
  none,
  extra_reply_frame,       // Replies have a second frame.
  rejected_as_ack,         // What it rejects it acknowledges, and takes frames of any size.
  invalid_as_ack,          // The same for what it finds invalid.
  attached_as_ack,         // Attached workers are told no id.
  ack_as_attached,         // Everything good is answered as an attach.
  unknown_request_as_ack,  // Answers to nothing are acknowledged.
  not_registered_as_ack,   // Answers of nobody are acknowledged.
  forgets_workers,         // Answers of workers are those of nobody.
  extra_broadcast_frame,   // Broadcasts have a third frame.
  please_die,              // Each ping is followed by a PleaseDie to whom it heard last.
  broadcasts_tokens,       // Broadcasts end in the enrollment token.
  never_stops,             // SIGTERM is nothing to it.
  gives_up_on_garbage,     // After ten bad messages it answers nobody any more.
  locks_out,               // After ten enrollments it answers nobody any more.
  no_attempt_limit,        // Refuses every enrollment at once.
  curve_on_ipc,            // Wants keys on ipc too (UQ-24).
  prints_secret_key,       // Logs its CURVE key.
  prints_worker_tokens,    // Logs the tokens that workers show.
  refuses_unknown_fields,  // Takes no message with a token.
  one_reason,              // Gives all refused tokens the same reason.
  own_signing_keys,        // Signs with keys of its own, and reads no file.
};
/// `extra-reply-frame` and so on.
std::string_view name_of(Spoil spoil);

/// `factory`'s machine, which takes its signing keys from their files when it starts and never
/// again: nothing is wrong with that.
TesteeFactory with_signing_keys_of_its_start(TesteeFactory factory);

/// `factory`'s machine, spoiled.
TesteeFactory spoiled(TesteeFactory factory, Spoil spoil);

}  // namespace drydock::conformance
