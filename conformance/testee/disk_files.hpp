#pragma once

#include "conformance/testee/testee_files.hpp"

namespace drydock::conformance {

/// Files of the real file system.
class DiskFiles final : public TesteeFiles {
 public:
  std::vector<std::string> list(std::string_view directory) const override;
  std::optional<std::string> read(std::string_view path) const override;
  void write(std::string_view path, std::string_view content) override;
  void make_directory(std::string_view path) override;
  void remove(std::string_view path) override;
  std::optional<unsigned> mode(std::string_view path) const override;
  void set_mode(std::string_view path, unsigned mode) override;
};

}  // namespace drydock::conformance
