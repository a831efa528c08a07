#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "reference/core/bytes.hpp"
#include "reference/core/result.hpp"
#include "reference/moor/codec/caller_messages.hpp"
#include "reference/moor/codec/worker_messages.hpp"
#include "tl/expected.hpp"

namespace drydock::moor {

/// What a decoder accepts at most, and an encoder writes.
struct Limits {
  std::size_t message_bytes = std::size_t{64} << 20;
  /// Lists within lists, maps, flyweights and errors with a value alike. Each level takes stack, so
  /// more than 2,000 counts as 2,000.
  std::size_t nesting = 1000;
  /// Values counted as often as they are reached, so that a small buffer whose sub-tables are
  /// shared cannot grow into a large value; and the bytes of strings and binaries, counted
  /// likewise.
  std::size_t values = 1'000'000;
  std::size_t expanded_bytes = std::size_t{256} << 20;
  /// Lambdas never cross the worker protocol; the callers' socket lets them reach the daemon. What
  /// is inside of one is neither kept nor sent: an encoder writes the smallest that is valid.
  bool lambdas = false;
  friend bool operator==(Limits const&, Limits const&) = default;
};

/// Why a buffer did not decode. `stage` is what the daemon's answer depends on (workers 2.5).
struct DecodeError {
  enum class Stage : std::uint8_t {
    unopenable,  // No root table there at all: rows 2 and 3.
    no_union,    // The union is missing, or its tag is 0 or unknown: row 5.
    field,       // A field within is missing, malformed or beyond a limit: rows 6 to 11.
  };
  Stage stage = Stage::unopenable;
  /// The field by name from the root, such as `message.RequestResult.result.elements[3].variant`.
  std::string path;
  /// Where in the buffer, in bytes from its start.
  std::size_t offset = 0;
  /// The rule that is broken, in words.
  std::string rule;

  /// `message.AttachWorker.worker_type at byte 24: required, but missing`.
  std::string text() const;
  friend bool operator==(DecodeError const&, DecodeError const&) = default;
};

template <class T>
using Decoded = tl::expected<T, DecodeError>;

/// One valid layout of the message; fails, naming the place, where a value cannot cross this
/// protocol: a lambda without `limits.lambdas`, text that is not UTF-8, an error value whose code
/// and symbol do not fit, anything beyond `limits`. Map pairs, slots and packed ids go out as they
/// stand, so that a test can send what a decoder has to put in order.
Result<Bytes> encode(WorkerToDaemonMessage const& message, Limits const& limits = {});
Result<Bytes> encode(WorkerToDaemonUnion const& message, std::optional<std::string> const& token,
                     Limits const& limits = {});
Result<Bytes> encode(DaemonToWorkerMessage const& message, Limits const& limits = {});
Result<Bytes> encode(DaemonToWorkerReply const& message, Limits const& limits = {});
Result<Bytes> encode(CallerRequest const& message, Limits const& limits = {});
Result<Bytes> encode(CallerReply const& message, Limits const& limits = {});

/// The message in `buffer`, at any address, verified first; maps and flyweights in order, packed
/// ids within their 62 bits. Bytes after the message, and a file identifier, are no harm. Reads
/// nothing outside of `buffer`, whatever is in it.
Decoded<WorkerToDaemonMessage> decode_worker_to_daemon(ByteView buffer, Limits const& limits = {});
Decoded<DaemonToWorkerMessage> decode_daemon_to_worker(ByteView buffer, Limits const& limits = {});
Decoded<DaemonToWorkerReply> decode_reply(ByteView buffer, Limits const& limits = {});
Decoded<CallerRequest> decode_caller_request(ByteView buffer, Limits const& limits = {});
Decoded<CallerReply> decode_caller_reply(ByteView buffer, Limits const& limits = {});

/// As much of a broken request as can still be read: whose it is and which, so that a worker can
/// answer with an error (W-20). Absent if either id cannot be read.
struct RequestIds {
  Uuid worker_id;
  Uuid request_id;
  friend bool operator==(RequestIds const&, RequestIds const&) = default;
};
std::optional<RequestIds> peek_request_ids(ByteView buffer, Limits const& limits = {});

/// The ids of a result or error whose body does not decode, likewise.
std::optional<RequestIds> peek_answer_ids(ByteView buffer, Limits const& limits = {});

}  // namespace drydock::moor
