#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reference/core/curve_key.hpp"
#include "reference/core/result.hpp"
#include "reference/core/uuid.hpp"
#include "reference/machine/file_store.hpp"

namespace drydock::moor::daemon {

/// A service whose key may speak to the daemon.
struct AllowedHost {
  Uuid uuid;
  CurvePublicKey key;
  std::string service_type;
  std::string hostname;
  std::vector<Uuid> services = {};  // The ids that its tokens may name, in the strict profile.
};

/// The keys that enrolled, one file each in `allowed-hosts/`, named by its UUID. Files that are no
/// such files are passed over. In the strict profile a file also holds, in lines `service=<uuid>`
/// that stock mooR passes over, the ids that the key's tokens may name: only who holds the key may
/// use and renew them. Source: workers 7.3; tokens ST-08.
class AllowedHosts {
 public:
  /// Ids of one key; the one bound longest ago makes room.
  static constexpr std::size_t services_max = 64;

  explicit AllowedHosts(FileStore& files) : files_(files) {}

  /// Reads the directory anew, so that a file that was removed bars its key (TS-16). Gives back the
  /// UUIDs that are gone since, and appends to `warnings` what it passed over. Where the directory
  /// cannot be read, everything stays as it is.
  Result<std::vector<Uuid>> reload(std::vector<std::string>& warnings);

  /// The UUID under which that key enrolled.
  std::optional<Uuid> find(CurvePublicKey const& key) const;
  /// The one under which a key was that is allowed no more, as long as this object is there.
  std::optional<Uuid> find_former(CurvePublicKey const& key) const;
  /// The same as text, which is the ZAP user id of its connections; and whether some key has that
  /// one.
  std::optional<std::string> user_id(CurvePublicKey const& key) const;
  bool has_user(std::string const& user_id) const;
  /// Writes its file; `enrolled_at` is RFC 3339 text. It is allowed from the moment that this
  /// succeeds (EN-08), and not before.
  Result<void> add(AllowedHost const& host, std::string const& enrolled_at);

  /// Lets the tokens of that key, which is allowed, name `service`.
  Result<void> bind(CurvePublicKey const& key, Uuid const& service);
  bool is_bound(CurvePublicKey const& key, Uuid const& service) const;
  bool is_bound(std::string const& user_id, Uuid const& service) const;
  /// Whether another key has that one.
  bool is_anothers(CurvePublicKey const& key, Uuid const& service) const;

  /// Bars all keys, and removes their files: what Defect::rotation_drops_hosts does.
  void remove_all();

  std::size_t size() const { return by_key_.size(); }

 private:
  struct Host {
    CurvePublicKey key;
    std::vector<Uuid> services;  // The one bound last comes last.
  };

  static Result<Host> read_host(FileStore& files, std::string const& name);
  Host const* find_user(std::string const& user_id) const;

  FileStore& files_;
  std::map<CurvePublicKey, Uuid> by_key_;
  std::map<Uuid, Host> hosts_;
  std::map<CurvePublicKey, Uuid> former_;  // Of keys that were removed.
};

}  // namespace drydock::moor::daemon
