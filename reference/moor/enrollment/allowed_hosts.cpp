#include "reference/moor/enrollment/allowed_hosts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reference/moor/enrollment/key_file.hpp"

namespace drydock::moor::enrollment {
namespace {

constexpr char const* directory = "allowed-hosts";

Result<std::pair<CurvePublicKey, Uuid>> read_host(FileStore& files, std::string const& name) {
  Result<Uuid> const uuid = Uuid::parse(name);
  if (!uuid) return fail(uuid.error().message);
  auto const content = files.read(fmt::format("{}/{}", directory, name));
  if (!content) return fail(content.error().message);
  if (!*content) return fail(name + " is gone");
  auto const value = key_file_value(**content, "public");
  if (!value) return fail(name + " has no line 'public='");
  return CurvePublicKey::parse(*value).map(
      [&](CurvePublicKey const& key) { return std::pair{key, *uuid}; });
}

}  // namespace

Result<std::vector<Uuid>> AllowedHosts::reload(std::vector<std::string>& warnings) {
  auto const names = files_.list(directory);
  if (!names) return fail(names.error().message);
  std::map<CurvePublicKey, Uuid> fresh;
  for (std::string const& name : *names) {
    if (auto host = read_host(files_, name)) {
      fresh.insert(*host);
    } else {
      warnings.push_back(fmt::format("{}: passed over: {}", directory, host.error().message));
    }
  }
  std::set<Uuid> still;
  for (auto const& [key, uuid] : fresh) still.insert(uuid);
  std::vector<Uuid> gone;
  for (auto const& [key, uuid] : by_key_) {
    if (!still.contains(uuid)) gone.push_back(uuid);
  }
  by_key_ = std::move(fresh);
  return gone;
}

std::optional<Uuid> AllowedHosts::find(CurvePublicKey const& key) const {
  auto const found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> AllowedHosts::user_id(CurvePublicKey const& key) const {
  std::optional<Uuid> const uuid = find(key);
  if (!uuid) return std::nullopt;
  return uuid->text();
}

bool AllowedHosts::has_user(std::string const& user_id) const {
  Result<Uuid> const uuid = Uuid::parse(user_id);
  return uuid && std::any_of(by_key_.begin(), by_key_.end(),
                             [&](auto const& host) { return host.second == *uuid; });
}

Result<void> AllowedHosts::add(AllowedHost const& host, std::string const& enrolled_at) {
  auto const written =
      files_.write(fmt::format("{}/{}", directory, host.uuid.text()),
                   fmt::format("# Service: {} ({})\n# Enrolled: {}\npublic={}\n", host.service_type,
                               host.hostname, enrolled_at, host.key.z85()));
  if (written) by_key_.insert_or_assign(host.key, host.uuid);
  return written;
}

}  // namespace drydock::moor::enrollment
