#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/core/result.hpp"
#include "reference/core/wall_time.hpp"
#include "reference/machine/file_store.hpp"
#include "reference/token/ed25519.hpp"

namespace drydock::moor::daemon {

/// What the two halves of the key pair are called; the defaults are stock mooR's (workers 9.6).
struct SigningKeyNames {
  std::string private_key = "moor-signing-key.pem";
  std::string public_key = "moor-verifying-key.pem";
};

/// A key that signed once; `until` when it stopped to, if its file says so.
struct PreviousKey {
  drydock::token::PublicKey key;
  std::optional<WallTime> until = {};
};

/// A token that was taken back; `expires` is its `exp`, until which that matters.
struct RevokedToken {
  std::string token_id;
  WallTime expires;
};

/// The files that say which keys sign and count. Beside the key pair, which is stock mooR's:
/// `previous-keys/<fingerprint>.pem`, `revoked-keys/<fingerprint>.pem`, and `revoked-tokens/<jti>`
/// with the token's `exp` in RFC 3339. An operator writes them while a daemon reads them, so each
/// order of writes here leaves something that a reader can live with at every instant. No error
/// holds any of a private key's text.
class SigningKeyFiles {
 public:
  using PublicKey = drydock::token::PublicKey;
  using SecretKey = drydock::token::SecretKey;

  explicit SigningKeyFiles(FileStore& files, SigningKeyNames names = {});

  /// Nothing where neither half is there. Fails where only one is, where they do not belong
  /// together (TK-10), or one cannot be read.
  Result<std::optional<SecretKey>> read_pair() const;
  /// All that can be read; what is wrong with each of the others is appended to `errors`.
  std::vector<PreviousKey> read_previous(std::vector<std::string>& errors) const;
  std::vector<PublicKey> read_revoked_keys(std::vector<std::string>& errors) const;
  std::vector<RevokedToken> read_revoked_tokens(std::vector<std::string>& errors) const;

  /// Makes the first pair. Fails where there is one, or half of one.
  Result<void> create(SecretKey const& key);
  /// Writes the public half that a rotation was stopped before, if one was; says whether.
  Result<bool> finish_rotation();
  /// Puts `next` in the place of the pair, whose public half becomes a previous key. A rotation
  /// that was interrupted between the two halves is finished instead.
  Result<void> rotate(SecretKey const& next, WallTime now);
  /// Revokes the key of that fingerprint, one of the previous ones or the one that signs.
  Result<void> revoke_key(std::string_view fingerprint);
  Result<void> revoke_token(RevokedToken const& token);
  /// Does nothing where there is no such file.
  Result<void> forget_previous(PublicKey const& key);

 private:
  /// A key, and the text in which it stands; of a private one's text only the digest is kept.
  struct KnownPrivate {
    std::array<std::uint8_t, 32> digest;
    SecretKey key;
  };
  struct KnownPublic {
    std::string text;
    PublicKey key;
  };

  Result<std::optional<SecretKey>> read_private() const;
  Result<std::optional<PublicKey>> read_public(std::string const& name) const;
  Result<PublicKey> read_named(std::string const& directory, std::string const& name) const;
  Result<std::optional<PublicKey>> find_key(std::string_view fingerprint) const;
  Result<void> write_pair(SecretKey const& key);

  FileStore& files_;
  SigningKeyNames names_;
  std::string previous_keys_;  // The three directories.
  std::string revoked_keys_;
  std::string revoked_tokens_;
  // What was read last. A daemon looks every few seconds, mostly at what it knows, and a key takes
  // as long to read as twenty messages: a seventh of the time of an idle cluster.
  mutable std::optional<KnownPrivate> known_private_;
  mutable std::map<std::string, KnownPublic> known_public_;  // By file.
};

}  // namespace drydock::moor::daemon
