#include "simulator/faults/disk.hpp"

#include <algorithm>

namespace drydock::simulator {
namespace {

using namespace std::chrono_literals;

bool any_full(FaultTargets const& targets) {
  return std::any_of(targets.disks.begin(), targets.disks.end(),
                     [](DiskTarget const& disk) { return disk.may_be_full; });
}

using Files = std::vector<std::string> DiskTarget::*;

template <Files files>
bool any_of_files(FaultTargets const& targets) {
  return std::any_of(targets.disks.begin(), targets.disks.end(),
                     [](DiskTarget const& disk) { return !(disk.*files).empty(); });
}

/// `w1 key-*`: a process and one of the files that may be met.
struct OneFile {
  std::string process;
  std::string file;
};

OneFile draw_file(Rng& rng, FaultTargets const& targets, Files files) {
  std::vector<OneFile> all;
  for (DiskTarget const& disk : targets.disks) {
    for (std::string const& file : disk.*files) all.push_back({disk.process, file});
  }
  return draw_one(rng, all);
}

Result<Action> parse_full(std::string_view verb, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  bool const full = verb == "disk-full";
  return Action{[node = *node, full](World& target) { target.disk(node).set_full(full); }};
}

std::vector<DrawnCommand> draw_full(Rng& rng, FaultTargets const& targets) {
  std::vector<std::string> processes;
  for (DiskTarget const& disk : targets.disks) {
    if (disk.may_be_full) processes.push_back(disk.process);
  }
  std::string const node = draw_one(rng, processes);
  Duration const lasts = draw_duration(rng, 100ms, 20s);
  return {{0s, "disk-full " + node}, {lasts, "disk-ok " + node}};
}

Result<Action> parse_read_error(std::string_view verb, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  if (verb == "read-ok") {
    return Action{[node = *node](World& target) { target.disk(node).make_readable(); }};
  }
  Result<std::string_view> const glob = words.word("a glob of files, or all");
  if (!glob) return tl::make_unexpected(glob.error());
  std::string const pattern(*glob == "all" ? "*" : *glob);
  return Action{
      [node = *node, pattern](World& target) { target.disk(node).make_unreadable(pattern); }};
}

std::vector<DrawnCommand> draw_read_error(Rng& rng, FaultTargets const& targets) {
  OneFile const one = draw_file(rng, targets, &DiskTarget::unreadable);
  Duration const lasts = draw_duration(rng, 100ms, 20s);
  return {{0s, "read-error " + one.process + " " + one.file}, {lasts, "read-ok " + one.process}};
}

Result<Action> parse_lost_file(std::string_view, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  Result<std::string_view> const file = words.word("the name of a file");
  if (!file) return tl::make_unexpected(file.error());
  return Action{[node = *node, file = std::string(*file)](World& target) {
    if (!target.disk(node).lose(file)) target.note(node, "no file", file);
  }};
}

std::vector<DrawnCommand> draw_lost_file(Rng& rng, FaultTargets const& targets) {
  OneFile const one = draw_file(rng, targets, &DiskTarget::removable);
  return {{0s, "remove-file " + one.process + " " + one.file}};
}

Result<Action> parse_backup(std::string_view verb, Words& words, World const& world) {
  Result<NodeId> const node = words.node(world);
  if (!node) return tl::make_unexpected(node.error());
  Result<std::string_view> const word = words.word("the name of a snapshot");
  if (!word) return tl::make_unexpected(word.error());
  std::string const name(*word);
  if (verb == "snapshot") {
    return Action{[node = *node, name](World& target) { target.disk(node).take_snapshot(name); }};
  }
  std::string const glob(words.at_end() ? "*" : *words.word("a glob of files"));
  return Action{[node = *node, name, glob](World& target) {
    if (!target.disk(node).restore(name, glob)) target.note(node, "no snapshot", name);
  }};
}

std::vector<DrawnCommand> draw_backup(Rng& rng, FaultTargets const& targets) {
  OneFile const one = draw_file(rng, targets, &DiskTarget::restorable);
  Duration const age = draw_duration(rng, 100ms, 20s);
  return {{0s, "snapshot " + one.process + " backup"},
          {age, "restore " + one.process + " backup " + one.file}};
}

}  // namespace

FaultKind disk_full_fault() {
  return {"disk-full",
          "disk-full A, disk-ok A",
          "a file system fills up, or a quota does",
          {"disk-full", "disk-ok"},
          parse_full,
          draw_full,
          any_full};
}

FaultKind read_error_fault() {
  return {"read-error",
          "read-error A key-*, read-error A all, read-ok A",
          "a block goes bad, or an operator takes away the right to read",
          {"read-error", "read-ok"},
          parse_read_error,
          draw_read_error,
          any_of_files<&DiskTarget::unreadable>};
}

FaultKind lost_file_fault() {
  return {"lost-file",
          "remove-file A NAME",
          "an operator removes a file, by mistake or to revoke what it grants",
          {"remove-file"},
          parse_lost_file,
          draw_lost_file,
          any_of_files<&DiskTarget::removable>};
}

FaultKind old_backup_fault() {
  return {"old-backup",
          "snapshot A NAME, restore A NAME, restore A NAME key-*",
          "an operator puts an old backup back",
          {"snapshot", "restore"},
          parse_backup,
          draw_backup,
          any_of_files<&DiskTarget::restorable>};
}

}  // namespace drydock::simulator
