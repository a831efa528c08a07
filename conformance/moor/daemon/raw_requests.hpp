#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/bytes.hpp"
#include "reference/core/uuid.hpp"

// What a host could send, and no encoder of ours would make.

namespace drydock::conformance::daemon {

/// Envelopes of a Detach and of a DetachHost with an id of any length.
Bytes client_envelope(ByteView client_id);
Bytes host_envelope(ByteView host_id);
/// Whose union has that tag, and an empty table; and with no union at all.
Bytes root_with_tag(std::uint8_t tag);
Bytes root_without_union();

/// The names of the fields that a client message of that name has to have.
std::vector<std::string> required_fields(std::string_view message);

// `body` is a HostClientToDaemonMessage, or a HostToDaemonMessage, with a message of that name.

/// As if that field had not been written.
Bytes without_field(Bytes body, std::string_view message, std::string_view field);
/// With another number in a field of one byte.
Bytes with_byte(Bytes body, std::string_view message, std::string_view field, std::uint8_t value);
/// The value in that field, or the one at `element` of a vector of them, says that it is a lambda.
Bytes with_lambda(Bytes body, std::string_view message, std::string_view field);
Bytes with_lambda(Bytes body, std::string_view message, std::string_view field,
                  std::size_t element);

/// A RequestSysProp of `#0.name`, with an auth token that has no text.
Bytes sys_prop_with_hollow_token(std::string_view name);

}  // namespace drydock::conformance::daemon
