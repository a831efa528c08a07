#pragma once

#include <string>

#include "reference/moor/host/shown.hpp"

namespace drydock::moor::host {

/// The bytes of it for a telnet connection: lines that end in CRLF, an option as a telnet sequence,
/// nothing where there is nothing to see. Any value has a form: text as it is, binary as its bytes,
/// a list of strings as lines, and the rest as a literal (H-26, H-27). Source: hosts 9.4.
std::string render(ShownEvent const& event);

/// The same for a terminal that knows no telnet: lines that end in LF, no options, binary values as
/// literals. Whose terminal it is knows when it stops.
std::string render_plain(ShownEvent const& event);

}  // namespace drydock::moor::host
