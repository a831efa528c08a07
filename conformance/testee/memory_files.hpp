#pragma once

#include <map>
#include <memory>
#include <string>

#include "conformance/testee/testee_files.hpp"
#include "reference/machine/file_store.hpp"
#include "reference/machine/memory_store.hpp"

namespace drydock::conformance {

/// Files of a virtual world: kept for as long as it lives, and without modes.
class MemoryFiles final : public TesteeFiles {
 public:
  std::vector<std::string> list(std::string_view directory) const override;
  std::optional<std::string> read(std::string_view path) const override;
  void write(std::string_view path, std::string_view content) override;
  void make_directory(std::string_view) override {}
  void remove(std::string_view path) override;
  std::optional<unsigned> mode(std::string_view) const override { return std::nullopt; }
  void set_mode(std::string_view, unsigned) override {}

  /// The directory of that path as a machine sees it. Lives as long as this does.
  FileStore& directory(std::string_view path);
  /// The database that a machine keeps in the directory of that path. Lives as long as this does.
  RecordStore& records(std::string_view path) { return records_[std::string(path)]; }

 private:
  std::map<std::string, std::string, std::less<>> content_;
  std::map<std::string, std::unique_ptr<FileStore>, std::less<>> directories_;
  std::map<std::string, MemoryStore, std::less<>> records_;
};

}  // namespace drydock::conformance
