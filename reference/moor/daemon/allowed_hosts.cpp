#include "reference/moor/daemon/allowed_hosts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "reference/core/ensure.hpp"
#include "reference/moor/enrollment/key_file.hpp"

namespace drydock::moor::daemon {
namespace {

using enrollment::key_file_value;

constexpr char const* directory = "allowed-hosts";
constexpr char const* service_line = "service";

std::string file_of(std::string const& name) { return fmt::format("{}/{}", directory, name); }

std::vector<std::string_view> lines_of(std::string_view content) {
  std::vector<std::string_view> lines;
  while (!content.empty()) {
    std::size_t const end = content.find('\n');
    lines.push_back(content.substr(0, end));
    content.remove_prefix(end == std::string_view::npos ? content.size() : end + 1);
  }
  return lines;
}

/// An id that is none binds nothing, and bars nobody.
std::vector<Uuid> services_in(std::string_view content) {
  std::vector<Uuid> services;
  for (std::string_view const line : lines_of(content)) {
    auto const text = key_file_value(line, service_line);
    auto const id = text ? Uuid::parse(*text) : fail("another line");
    if (id) services.push_back(*id);
  }
  if (services.size() > AllowedHosts::services_max) {
    services.erase(services.begin(),
                   services.end() - static_cast<std::ptrdiff_t>(AllowedHosts::services_max));
  }
  return services;
}

std::string with_services(std::string_view content, std::vector<Uuid> const& services) {
  std::string text;
  for (std::string_view const line : lines_of(content)) {
    if (!key_file_value(line, service_line)) text += fmt::format("{}\n", line);
  }
  for (Uuid const& id : services) text += fmt::format("{}={}\n", service_line, id.text());
  return text;
}

bool contains(std::vector<Uuid> const& ids, Uuid const& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

Result<AllowedHosts::Host> AllowedHosts::read_host(FileStore& files, std::string const& name) {
  auto const content = files.read(file_of(name));
  if (!content) return fail(content.error().message);
  if (!*content) return fail(name + " is gone");
  auto const value = key_file_value(**content, "public");
  if (!value) return fail(name + " has no line 'public='");
  return CurvePublicKey::parse(*value).map(
      [&](CurvePublicKey const& key) { return Host{key, services_in(**content)}; });
}

Result<std::vector<Uuid>> AllowedHosts::reload(std::vector<std::string>& warnings) {
  auto const names = files_.list(directory);
  if (!names) return fail(names.error().message);
  std::map<CurvePublicKey, Uuid> by_key;
  std::map<Uuid, Host> hosts;
  for (std::string const& name : *names) {
    Result<Uuid> const uuid = Uuid::parse(name);
    auto host = uuid ? read_host(files_, name) : fail(uuid.error().message);
    if (!host) {
      warnings.push_back(fmt::format("{}: passed over: {}", directory, host.error().message));
    } else {
      // Of two files with one key the first is found by it, and whoever was admitted under the
      // other stays so: a file may be put back after its key enrolled anew.
      by_key.emplace(host->key, *uuid);
      hosts.emplace(*uuid, *std::move(host));
    }
  }
  std::vector<Uuid> gone;
  for (auto const& [uuid, host] : hosts_) {
    auto const still = hosts.find(uuid);
    if (still != hosts.end() && still->second.key == host.key) continue;
    gone.push_back(uuid);
    former_.insert_or_assign(host.key, uuid);
  }
  by_key_ = std::move(by_key);
  hosts_ = std::move(hosts);
  return gone;
}

std::optional<Uuid> AllowedHosts::find(CurvePublicKey const& key) const {
  auto const found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  return found->second;
}

std::optional<Uuid> AllowedHosts::find_former(CurvePublicKey const& key) const {
  auto const found = former_.find(key);
  if (found == former_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> AllowedHosts::user_id(CurvePublicKey const& key) const {
  std::optional<Uuid> const uuid = find(key);
  if (!uuid) return std::nullopt;
  return uuid->text();
}

AllowedHosts::Host const* AllowedHosts::find_user(std::string const& user_id) const {
  Result<Uuid> const uuid = Uuid::parse(user_id);
  auto const found = uuid ? hosts_.find(*uuid) : hosts_.end();
  return found == hosts_.end() ? nullptr : &found->second;
}

bool AllowedHosts::has_user(std::string const& user_id) const {
  return find_user(user_id) != nullptr;
}

Result<void> AllowedHosts::add(AllowedHost const& host, std::string const& enrolled_at) {
  auto const content = fmt::format("# Service: {} ({})\n# Enrolled: {}\npublic={}\n",
                                   host.service_type, host.hostname, enrolled_at, host.key.z85());
  auto const written =
      files_.write(file_of(host.uuid.text()), with_services(content, host.services));
  if (!written) return written;
  by_key_.insert_or_assign(host.key, host.uuid);
  hosts_.insert_or_assign(host.uuid, Host{host.key, host.services});
  return written;
}

Result<void> AllowedHosts::bind(CurvePublicKey const& key, Uuid const& service) {
  std::optional<Uuid> const uuid = find(key);
  ENSURE(uuid.has_value());
  Host& host = hosts_.at(*uuid);
  std::vector<Uuid> services = host.services;
  std::erase(services, service);
  services.push_back(service);
  if (services.size() > services_max) services.erase(services.begin());
  auto const content = files_.read(file_of(uuid->text()));
  if (!content) return tl::make_unexpected(content.error());
  if (!*content) return fail(file_of(uuid->text()) + " is gone");  // Barred a moment ago: TS-16.
  auto const written = files_.write(file_of(uuid->text()), with_services(**content, services));
  if (written) host.services = std::move(services);
  return written;
}

bool AllowedHosts::is_bound(CurvePublicKey const& key, Uuid const& service) const {
  std::optional<Uuid> const uuid = find(key);
  return uuid && contains(hosts_.at(*uuid).services, service);
}

bool AllowedHosts::is_bound(std::string const& user_id, Uuid const& service) const {
  Host const* const host = find_user(user_id);
  return host != nullptr && contains(host->services, service);
}

bool AllowedHosts::is_anothers(CurvePublicKey const& key, Uuid const& service) const {
  return std::any_of(hosts_.begin(), hosts_.end(), [&](auto const& entry) {
    return entry.second.key != key && contains(entry.second.services, service);
  });
}

void AllowedHosts::remove_all() {
  for (auto const& [uuid, host] : hosts_) (void)files_.remove(file_of(uuid.text()));
  by_key_.clear();
  hosts_.clear();
}

}  // namespace drydock::moor::daemon
