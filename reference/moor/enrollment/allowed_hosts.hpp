#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reference/core/curve_key.hpp"
#include "reference/core/result.hpp"
#include "reference/core/uuid.hpp"
#include "reference/machine/file_store.hpp"

namespace drydock::moor::enrollment {

/// A service whose key may speak to the daemon.
struct AllowedHost {
  Uuid uuid;
  CurvePublicKey key;
  std::string service_type;
  std::string hostname;
};

/// The keys that enrolled, one file each in `allowed-hosts/`, named by its UUID. Files that are no
/// such files are passed over. Source: workers 7.3.
class AllowedHosts {
 public:
  explicit AllowedHosts(FileStore& files) : files_(files) {}

  /// Reads the directory anew, so that a file that was removed bars its key (TS-16). Gives back the
  /// UUIDs that are gone since, and appends to `warnings` what it passed over. Where the directory
  /// cannot be read, everything stays as it is.
  Result<std::vector<Uuid>> reload(std::vector<std::string>& warnings);

  /// The UUID under which that key enrolled.
  std::optional<Uuid> find(CurvePublicKey const& key) const;
  /// The same as text, which is the ZAP user id of its connections; and whether some key has that
  /// one.
  std::optional<std::string> user_id(CurvePublicKey const& key) const;
  bool has_user(std::string const& user_id) const;
  /// Writes its file; `enrolled_at` is RFC 3339 text. It is allowed from the moment that this
  /// succeeds (EN-08), and not before.
  Result<void> add(AllowedHost const& host, std::string const& enrolled_at);

  std::size_t size() const { return by_key_.size(); }

 private:
  FileStore& files_;
  std::map<CurvePublicKey, Uuid> by_key_;
};

}  // namespace drydock::moor::enrollment
