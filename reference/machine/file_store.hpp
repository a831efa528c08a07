#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/bytes.hpp"
#include "reference/core/result.hpp"

namespace drydock {

/// A few small files by name, such as `allowed-hosts/<uuid>`: a directory in real life, the
/// simulator's disk in simulation. Every write is atomic and durable: after it, and after a crash
/// at any instant, a reader finds the old content or the new one, whole. Files are made readable by
/// their owner only, from the moment that they exist.
class FileStore {
 public:
  virtual ~FileStore() = default;
  /// The content; nothing where there is no such file. Fails where it is there and unreadable.
  virtual Result<std::optional<std::string>> read(std::string_view name) = 0;
  virtual Result<void> write(std::string_view name, std::string_view content) = 0;
  /// Does nothing where there is no such file.
  virtual Result<void> remove(std::string_view name) = 0;
  /// The names below `directory`, sorted, without it; none where there is no such directory.
  virtual Result<std::vector<std::string>> list(std::string_view directory) = 0;
};

}  // namespace drydock
