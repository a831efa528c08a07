#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "reference/core/bytes.hpp"
#include "reference/core/uuid.hpp"

// What a worker could send, and no encoder of ours would make. Absent ids and texts are left out of
// their tables.

namespace drydock::moor::raw {

using MaybeBytes = std::optional<ByteView>;

/// `type` may be no UTF-8.
Bytes raw_attach(MaybeBytes worker_id, std::optional<std::string_view> type);
Bytes raw_pong(MaybeBytes worker_id, std::optional<std::string_view> type);

/// A result with an integer, or with a value of that tag and an empty table.
Bytes raw_result(Uuid const& worker, MaybeBytes request_id,
                 std::optional<std::uint8_t> variant = std::nullopt);
Bytes result_without_value(Uuid const& worker, Uuid const& request);
/// A result that is a list nested `depth` deep.
Bytes result_with_nesting(Uuid const& worker, Uuid const& request, std::size_t depth);
/// A small buffer that says a list of two lists of two lists and so on, each pair the same bytes.
Bytes result_with_sharing(Uuid const& worker, Uuid const& request, std::size_t levels);
/// The error's union has that tag and an empty table; without a tag there is no error at all.
Bytes raw_error(Uuid const& worker, MaybeBytes request_id, std::optional<std::uint8_t> tag);

/// An EnrollmentRequest of four texts.
Bytes raw_enrollment(std::optional<std::string_view> token, std::optional<std::string_view> key,
                     std::optional<std::string_view> service_type,
                     std::optional<std::string_view> hostname);

}  // namespace drydock::moor::raw
