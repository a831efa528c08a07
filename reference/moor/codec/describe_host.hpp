#pragma once

#include <string>

#include "reference/moor/codec/describe.hpp"

namespace drydock::moor {

/// `describe` for the roots of hosts and clients.
std::string describe_host(Root root, ByteView buffer, std::size_t text_max);

}  // namespace drydock::moor
