#include "simulator/world/disk.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <utility>

namespace drydock::simulator {
namespace {

bool fits(std::string const& name, std::string const& glob) {
  return fnmatch(glob.c_str(), name.c_str(), 0) == 0;
}

Result<void> check_name(std::string_view name) {
  bool is_fine = !name.empty();
  for (std::string_view rest = name; is_fine; rest.remove_prefix(rest.find('/') + 1)) {
    std::string_view const part = rest.substr(0, rest.find('/'));
    is_fine = !part.empty() && part != "." && part != "..";
    if (part.size() == rest.size()) break;
  }
  if (is_fine) return {};
  return fail(fmt::format("'{}' is no name of a file", name));
}

std::string beneath(std::string_view directory, std::string_view name) {
  std::string path;
  path.reserve(directory.size() + 1 + name.size());
  path.append(directory).append(1, '/').append(name);
  return path;
}

/// The files below one name of a store.
class Directory final : public FileStore {
 public:
  Directory(FileStore& all, std::string_view name) : all_(all), name_(name) {}
  Result<std::optional<std::string>> read(std::string_view name) override {
    return within(name).and_then([this](std::string const& path) { return all_.read(path); });
  }
  Result<void> write(std::string_view name, std::string_view content) override {
    return within(name).and_then(
        [this, content](std::string const& path) { return all_.write(path, content); });
  }
  Result<void> remove(std::string_view name) override {
    return within(name).and_then([this](std::string const& path) { return all_.remove(path); });
  }
  Result<std::vector<std::string>> list(std::string_view directory) override {
    return within(directory).and_then([this](std::string const& path) { return all_.list(path); });
  }

 private:
  Result<std::string> within(std::string_view name) const {
    if (auto const checked = check_name(name); !checked)
      return tl::make_unexpected(checked.error());
    return beneath(name_, name);
  }

  FileStore& all_;
  std::string name_;
};

}  // namespace

Result<std::optional<std::string>> Disk::read(std::string_view name) {
  if (auto const checked = check_name(name); !checked) return tl::make_unexpected(checked.error());
  auto const file = files_.find(name);
  if (file == files_.end()) {
    if (has_below(name)) return fail(fmt::format("cannot read {}: it is no regular file", name));
    return std::nullopt;
  }
  bool const is_bad = std::any_of(unreadable_.begin(), unreadable_.end(),
                                  [&](std::string const& glob) { return fits(file->first, glob); });
  if (is_bad) return fail(fmt::format("cannot read {}: input/output error", name));
  return file->second;
}

Result<void> Disk::write(std::string_view name, std::string_view content) {
  if (auto const checked = check_name(name); !checked) return checked;
  if (has_below(name)) return fail(fmt::format("cannot write {}: it is a directory", name));
  if (is_below_a_file(name)) return fail(fmt::format("cannot write {}: not a directory", name));
  if (strikes()) return fail(fmt::format("cannot write {}: the process ends", name));
  if (full_) return fail(fmt::format("cannot write {}: no space left on device", name));
  files_.insert_or_assign(std::string(name), std::string(content));
  changed(Change::written, name, content);
  return {};
}

Result<void> Disk::remove(std::string_view name) {
  if (auto const checked = check_name(name); !checked) return checked;
  auto const file = files_.find(name);
  if (file != files_.end()) {
    if (strikes()) return fail(fmt::format("cannot remove {}: the process ends", name));
    files_.erase(file);
    changed(Change::removed, name, {});
  } else if (has_below(name)) {
    return fail(fmt::format("cannot remove {}: it is a directory", name));
  }
  return {};
}

Result<std::vector<std::string>> Disk::list(std::string_view directory) {
  if (auto const checked = check_name(directory); !checked) {
    return tl::make_unexpected(checked.error());
  }
  if (files_.contains(directory)) {
    return fail(fmt::format("cannot list {}: not a directory", directory));
  }
  std::string const below = beneath(directory, {});
  std::vector<std::string> names;
  for (auto file = files_.lower_bound(below);
       file != files_.end() && file->first.starts_with(below); ++file) {
    std::string_view const rest = std::string_view(file->first).substr(below.size());
    std::string_view const entry = rest.substr(0, rest.find('/'));
    if (names.empty() || names.back() != entry) names.emplace_back(entry);
  }
  // By whole name `a.b` comes before `a/b`, but the directory `a` before `a.b`.
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

FileStore& Disk::directory(std::string_view name) {
  auto const known = directories_.find(name);
  if (known != directories_.end()) return *known->second;
  return *directories_.emplace(std::string(name), std::make_unique<Directory>(*this, name))
              .first->second;
}

bool Disk::strikes() {
  if (is_struck_) return true;
  if (writes_left_ == 0 || --writes_left_ > 0) return false;
  is_struck_ = true;
  if (on_strike_) on_strike_();
  return true;
}

void Disk::begin_anew() {
  is_struck_ = false;
  writes_left_ = 0;
}

void Disk::lose_unsynced() {
  if (synced_) files_ = *std::exchange(synced_, std::nullopt);
}

bool Disk::tear(std::string_view name) {
  auto const file = files_.find(name);
  if (file == files_.end()) return false;
  file->second.resize(file->second.size() / 2);
  return true;
}

void Disk::mend() {
  full_ = false;
  writes_left_ = 0;
  synced_.reset();
  make_readable();
}

bool Disk::restore(std::string_view snapshot, std::string_view glob) {
  auto const kept = snapshots_.find(snapshot);
  if (kept == snapshots_.end()) return false;
  std::string const pattern(glob);
  std::erase_if(files_, [&](auto const& file) { return fits(file.first, pattern); });
  for (auto const& [name, content] : kept->second) {
    if (fits(name, pattern)) files_.insert_or_assign(name, content);
  }
  return true;
}

bool Disk::has_below(std::string_view directory) const {
  std::string const below = beneath(directory, {});
  auto const first = files_.lower_bound(below);
  return first != files_.end() && first->first.starts_with(below);
}

bool Disk::is_below_a_file(std::string_view name) const {
  for (std::size_t slash = name.find('/'); slash != std::string_view::npos;
       slash = name.find('/', slash + 1)) {
    if (files_.contains(name.substr(0, slash))) return true;
  }
  return false;
}

void Disk::changed(Change change, std::string_view name, std::string_view content) const {
  if (on_change_) on_change_(change, name, content);
}

}  // namespace drydock::simulator
