#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "reference/core/curve_key.hpp"
#include "reference/core/result.hpp"
#include "reference/machine/file_store.hpp"

namespace drydock::moor::enrollment {

/// Where a line's name ends. Only a mistake reads them at the last `=` (EN-28).
enum class KeyLines : std::uint8_t { split_at_first, split_at_last };

/// The first value of `name` in a key file: lines, trimmed; empty ones and those from `#` on
/// skipped; each split at its first `=`, since the Z85 alphabet holds `=` and `#` itself. Nothing
/// where no line has the name. Source: workers 7.3, EN-28.
std::optional<std::string> key_file_value(std::string_view content, std::string_view name,
                                          KeyLines lines = KeyLines::split_at_first);

/// The two halves of a CURVE key pair as files `<stem>.key` (`secret=`) and `<stem>.pub`
/// (`public=`). Fails where only one of them is there, or they do not belong together (TS-17); no
/// text of a secret is ever in an error.
Result<std::optional<CurveKeyPair>> read_key_files(FileStore& files, std::string const& stem,
                                                   KeyLines lines = KeyLines::split_at_first);
Result<void> write_key_files(FileStore& files, std::string const& stem, CurveKeyPair const& keys);

}  // namespace drydock::moor::enrollment
