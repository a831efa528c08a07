#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::conformance {

/// The files of a testee, by their absolute paths: what stands for a placeholder of kind
/// `directory` or `file`, and what is below the testees' home. What cannot be done is thrown as
/// `CannotRun`.
class TesteeFiles {
 public:
  virtual ~TesteeFiles() = default;
  /// The paths of all files below `directory`, at any depth, sorted; none where it is not there.
  virtual std::vector<std::string> list(std::string_view directory) const = 0;
  /// The content; nothing where there is no such file.
  virtual std::optional<std::string> read(std::string_view path) const = 0;
  /// Makes the directories that it needs. A file that is there already keeps its mode.
  virtual void write(std::string_view path, std::string_view content) = 0;
  /// With those above it; nothing where it is there.
  virtual void make_directory(std::string_view path) = 0;
  /// Does nothing where there is no such file.
  virtual void remove(std::string_view path) = 0;
  /// The permission bits, as chmod(1) has them; nothing where there is no such file, and in a world
  /// where files have none.
  virtual std::optional<unsigned> mode(std::string_view path) const = 0;
  virtual void set_mode(std::string_view path, unsigned mode) = 0;
};

}  // namespace drydock::conformance
