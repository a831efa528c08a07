#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/machine/file_store.hpp"

namespace drydock::simulator {

/// The disk of one node: what is written is there after a crash, since a FileStore's writes are
/// atomic and durable. Names are those of a directory of real life: relative, none leads out, and
/// what has files below it is no file itself. Errors name the file.
///
/// A process with several directories has `directory("data")`, `directory("config")` and so on;
/// faults name their files with the directory, `data/allowed-hosts/1`.
class Disk final : public FileStore {
 public:
  enum class Change : std::uint8_t { written, removed };
  /// Is told of each change that a process makes.
  using OnChange = std::function<void(Change, std::string_view name, std::string_view content)>;

  explicit Disk(OnChange on_change = {}) : on_change_(std::move(on_change)) {}

  Disk(Disk const&) = delete;
  Disk& operator=(Disk const&) = delete;

  Result<std::optional<std::string>> read(std::string_view name) override;
  Result<void> write(std::string_view name, std::string_view content) override;
  Result<void> remove(std::string_view name) override;
  Result<std::vector<std::string>> list(std::string_view directory) override;

  /// The files below `name/`, as a store of its own that lives as long as the disk.
  FileStore& directory(std::string_view name);

  // Faults, and what operators do. They are no changes by the process.

  /// Writes fail.
  void set_full(bool full) { full_ = full; }
  /// The write, removal or commit of that number from now on, counted from 1, is not done any more,
  /// nor anything after it: `on_strike` hears of it, and the process is about to end.
  void strike_at(std::uint64_t number) { writes_left_ = number; }
  void set_on_strike(std::function<void()> on_strike) { on_strike_ = std::move(on_strike); }
  /// Whether there is no process any more to read or write; asked before each write.
  bool strikes();
  bool is_struck() const { return is_struck_; }
  /// A new process begins.
  void begin_anew();
  /// From now on what is written is lost by `lose_unsynced`.
  void keep_unsynced() { synced_ = files_; }
  void lose_unsynced();
  /// The file keeps the first half of its content. False where there is no such file.
  bool tear(std::string_view name);
  bool is_full() const { return full_; }
  /// Reading a file that `glob` fits fails, until `mend`. In a glob, `*` is any text and `?` any
  /// character, a slash as well.
  void make_unreadable(std::string_view glob) { unreadable_.emplace_back(glob); }
  void make_readable() { unreadable_.clear(); }
  /// There is room, and everything can be read.
  void mend();
  /// False where there is no such file.
  bool lose(std::string_view name) { return files_.erase(std::string(name)) != 0; }
  /// Keeps a copy of all files under that name, which may have one already.
  void take_snapshot(std::string_view name) { snapshots_[std::string(name)] = files_; }
  /// The files that `glob` fits are as in the snapshot: old, or gone where there were none. False
  /// where there is no such snapshot.
  bool restore(std::string_view snapshot, std::string_view glob = "*");

  /// By name.
  std::map<std::string, std::string, std::less<>> const& files() const { return files_; }

 private:
  using Files = std::map<std::string, std::string, std::less<>>;
  bool has_below(std::string_view directory) const;
  bool is_below_a_file(std::string_view name) const;
  void changed(Change change, std::string_view name, std::string_view content) const;

  OnChange on_change_;
  Files files_;
  std::map<std::string, std::unique_ptr<FileStore>, std::less<>> directories_;
  std::map<std::string, Files, std::less<>> snapshots_;
  std::vector<std::string> unreadable_;
  bool full_ = false;
  std::uint64_t writes_left_ = 0;  // Until it strikes; 0 is never.
  bool is_struck_ = false;
  std::function<void()> on_strike_;
  std::optional<Files> synced_;
};

}  // namespace drydock::simulator
