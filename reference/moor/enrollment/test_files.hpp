#pragma once

#include <map>
#include <set>
#include <string>

#include "reference/machine/file_store.hpp"

namespace drydock::moor::enrollment {

/// Files in memory, for tests; those named in `broken` can be neither read nor written.
class TestFiles : public FileStore {
 public:
  Result<std::optional<std::string>> read(std::string_view name) override {
    if (broken.contains(std::string(name))) return fail(std::string(name) + ": broken");
    auto const found = content.find(std::string(name));
    if (found == content.end()) return std::nullopt;
    return found->second;
  }
  Result<void> write(std::string_view name, std::string_view text) override {
    if (full) return fail(std::string(name) + ": no space left");
    content.insert_or_assign(std::string(name), std::string(text));
    return {};
  }
  Result<void> remove(std::string_view name) override {
    content.erase(std::string(name));
    return {};
  }
  Result<std::vector<std::string>> list(std::string_view directory) override {
    std::vector<std::string> names;
    std::string const prefix = std::string(directory) + "/";
    for (auto const& [name, text] : content) {
      if (name.starts_with(prefix)) names.push_back(name.substr(prefix.size()));
    }
    return names;
  }

  std::map<std::string, std::string> content;
  std::set<std::string> broken;
  bool full = false;
};

}  // namespace drydock::moor::enrollment
