#pragma once

#include <optional>
#include <string>

#include "reference/core/curve_key.hpp"
#include "reference/core/result.hpp"
#include "reference/core/uuid.hpp"
#include "reference/machine/file_store.hpp"
#include "reference/moor/enrollment/key_file.hpp"

namespace drydock::moor::enrollment {

/// What a service needs to speak to its daemon over CURVE: one unit, kept whole or made anew
/// (UQ-33).
struct Identity {
  Uuid service_uuid;
  std::string service_type;
  std::string hostname;
  CurvePublicKey daemon_key;
  std::string enrolled_at;  // RFC 3339.
  CurveKeyPair keys;
  friend bool operator==(Identity const&, Identity const&) = default;
};

/// How an identity's files are read; other than by default only by a mistake.
struct IdentityReading {
  KeyLines key_lines = KeyLines::split_at_first;
  CurveKeyPair const* in_place_of_missing_keys = nullptr;  // UQ-33.
};

/// `<type>-identity.json`, `<type>-curve.key` and `<type>-curve.pub`; nothing unless all three are
/// there, readable and consistent, with the reason in `why_not`. Source: workers 7.4, EN-20, EN-21.
std::optional<Identity> load_identity(FileStore& files, std::string const& service_type,
                                      std::string& why_not, IdentityReading const& reading = {});
/// The file of that service's secret key, by its name in the store.
std::string secret_key_file(std::string const& service_type);
/// The keys first, so that an identity is never there without them.
Result<void> save_identity(FileStore& files, Identity const& identity);

}  // namespace drydock::moor::enrollment
