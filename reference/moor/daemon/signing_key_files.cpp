#include "reference/moor/daemon/signing_key_files.hpp"

#include <fmt/format.h>
#include <sodium/utils.h>

#include <utility>

#include "reference/core/digest.hpp"
#include "reference/token/pem.hpp"

namespace drydock::moor::daemon {
namespace {

using drydock::token::PublicKey;
using drydock::token::SecretKey;

constexpr std::string_view until_line = "Signed until: ";

std::string beside(std::string const& file, std::string_view name) {
  std::size_t const slash = file.rfind('/');
  std::string const directory = slash == std::string::npos ? "" : file.substr(0, slash + 1);
  return directory + std::string(name);
}

std::string file_of(std::string const& directory, PublicKey const& key) {
  return fmt::format("{}/{}.pem", directory, key.fingerprint());
}

/// PEM allows text before its block (RFC 7468 2), and that is where the time stands.
Result<std::optional<WallTime>> until_in(std::string_view content) {
  if (!content.starts_with(until_line)) return std::nullopt;
  content.remove_prefix(until_line.size());
  return WallTime::parse(content.substr(0, content.find('\n'))).map([](WallTime until) {
    return std::optional{until};
  });
}

/// What an atomic write was interrupted before it became `*.pem`.
bool is_leftover(std::string const& name) { return name.find(".pem.") != std::string::npos; }

std::array<std::uint8_t, 32> digest_of(std::string_view text) {
  Digest digest;
  digest.add(text);
  return digest.bytes();
}

std::string without_line_end(std::string const& text) {
  std::size_t const last = text.find_last_not_of(" \t\r\n");
  return last == std::string::npos ? std::string{} : text.substr(0, last + 1);
}

}  // namespace

SigningKeyFiles::SigningKeyFiles(FileStore& files, SigningKeyNames names)
    : files_(files),
      names_(std::move(names)),
      previous_keys_(beside(names_.private_key, "previous-keys")),
      revoked_keys_(beside(names_.private_key, "revoked-keys")),
      revoked_tokens_(beside(names_.private_key, "revoked-tokens")) {}

Result<std::optional<SecretKey>> SigningKeyFiles::read_private() const {
  auto content = files_.read(names_.private_key);
  if (!content) return tl::make_unexpected(content.error());
  if (!*content) return std::nullopt;
  auto const digest = digest_of(**content);
  bool const is_known = known_private_ && known_private_->digest == digest;
  auto key = is_known ? Result<SecretKey>{known_private_->key}
                      : drydock::token::decode_private_pem(**content);
  sodium_memzero((*content)->data(), (*content)->size());
  if (!key) return fail(fmt::format("{}: {}", names_.private_key, key.error().message));
  if (!is_known) known_private_.emplace(KnownPrivate{digest, *key});
  return std::optional{*std::move(key)};
}

Result<std::optional<PublicKey>> SigningKeyFiles::read_public(std::string const& name) const {
  auto content = files_.read(name);
  if (!content) return tl::make_unexpected(content.error());
  if (!*content) return std::nullopt;
  auto const known = known_public_.find(name);
  if (known != known_public_.end() && known->second.text == **content) return known->second.key;
  auto const key = drydock::token::decode_public_pem(**content);
  if (!key) return fail(fmt::format("{}: {}", name, key.error().message));
  known_public_.insert_or_assign(name, KnownPublic{**std::move(content), *key});
  return std::optional{*key};
}

Result<std::optional<SecretKey>> SigningKeyFiles::read_pair() const {
  auto key = read_private();
  if (!key) return key;
  auto const published = read_public(names_.public_key);
  if (!published) return tl::make_unexpected(published.error());
  if (!*key && !*published) return std::nullopt;
  if (!*key || !*published) {
    return fail(fmt::format("{} is there, {} is not; a key pair is kept whole",
                            *key ? names_.private_key : names_.public_key,
                            *key ? names_.public_key : names_.private_key));
  }
  if ((*key)->public_key() != **published) {
    return fail(
        fmt::format("{} and {} are not of one key pair", names_.private_key, names_.public_key));
  }
  return key;
}

Result<PublicKey> SigningKeyFiles::read_named(std::string const& directory,
                                              std::string const& name) const {
  std::string const path = fmt::format("{}/{}", directory, name);
  auto const key = read_public(path);
  if (!key) return tl::make_unexpected(key.error());
  if (!*key) return fail(path + " is gone");
  if ((*key)->fingerprint() + ".pem" != name) {
    return fail(
        fmt::format("{} holds the key {}, which is not its name", path, (*key)->fingerprint()));
  }
  return **key;
}

std::vector<PreviousKey> SigningKeyFiles::read_previous(std::vector<std::string>& errors) const {
  std::vector<PreviousKey> keys;
  auto const names = files_.list(previous_keys_);
  if (!names) errors.push_back(names.error().message);
  for (std::string const& name : names.value_or(std::vector<std::string>{})) {
    if (is_leftover(name)) continue;
    std::string const path = fmt::format("{}/{}", previous_keys_, name);
    auto const key = read_named(previous_keys_, name);
    auto const content = files_.read(path);
    auto const until = until_in(content && *content ? **content : std::string{});
    if (!key) {
      errors.push_back(key.error().message);
    } else if (!until) {
      errors.push_back(fmt::format("{}: {}", path, until.error().message));
    } else {
      keys.push_back(PreviousKey{*key, *until});
    }
  }
  return keys;
}

std::vector<PublicKey> SigningKeyFiles::read_revoked_keys(std::vector<std::string>& errors) const {
  std::vector<PublicKey> keys;
  auto const names = files_.list(revoked_keys_);
  if (!names) errors.push_back(names.error().message);
  for (std::string const& name : names.value_or(std::vector<std::string>{})) {
    if (is_leftover(name)) continue;
    auto const key = read_named(revoked_keys_, name);
    if (key) {
      keys.push_back(*key);
    } else {
      errors.push_back(key.error().message);
    }
  }
  return keys;
}

std::vector<RevokedToken> SigningKeyFiles::read_revoked_tokens(
    std::vector<std::string>& errors) const {
  std::vector<RevokedToken> tokens;
  auto const names = files_.list(revoked_tokens_);
  if (!names) errors.push_back(names.error().message);
  for (std::string const& name : names.value_or(std::vector<std::string>{})) {
    if (name.find('.') != std::string::npos) continue;  // A UUID has none, a leftover has.
    auto const content = files_.read(fmt::format("{}/{}", revoked_tokens_, name));
    if (!content) errors.push_back(content.error().message);
    if (!content || !*content) continue;
    auto const expires = WallTime::parse(without_line_end(**content));
    if (!expires) {
      errors.push_back(fmt::format("{}/{}: {}", revoked_tokens_, name, expires.error().message));
    }
    // Whoever put the file there meant that token, whatever became of its time.
    tokens.push_back(RevokedToken{name, expires.value_or(WallTime::max())});
  }
  return tokens;
}

Result<void> SigningKeyFiles::write_pair(SecretKey const& key) {
  std::string text = drydock::token::encode_private_pem(key);
  auto const written = files_.write(names_.private_key, text);
  sodium_memzero(text.data(), text.size());
  if (!written) return written;
  return files_.write(names_.public_key, drydock::token::encode_public_pem(key.public_key()));
}

Result<void> SigningKeyFiles::create(SecretKey const& key) {
  auto const there = read_pair();
  if (!there) return tl::make_unexpected(there.error());
  if (*there) return fail(names_.private_key + " is there already");
  return write_pair(key);
}

/// The private half is written first. So where the public one is a previous key's, and is not of
/// the private one, somebody was stopped in between.
Result<bool> SigningKeyFiles::finish_rotation() {
  auto const key = read_private();
  auto const published = read_public(names_.public_key);
  if (!key || !*key || !published || !*published) return false;
  if ((*key)->public_key() == **published) return false;
  auto const previous = read_named(previous_keys_, (*published)->fingerprint() + ".pem");
  if (!previous) return false;
  auto const written =
      files_.write(names_.public_key, drydock::token::encode_public_pem((*key)->public_key()));
  if (!written) return tl::make_unexpected(written.error());
  return true;
}

Result<void> SigningKeyFiles::rotate(SecretKey const& next, WallTime now) {
  auto const finished = finish_rotation();
  if (!finished) return tl::make_unexpected(finished.error());
  if (*finished) return {};
  auto const current = read_pair();
  if (!current) return tl::make_unexpected(current.error());
  if (!*current) return fail(names_.private_key + " is not there, so nothing can be rotated");
  PublicKey const previous = (*current)->public_key();
  auto const kept = files_.write(
      file_of(previous_keys_, previous),
      fmt::format("{}{}\n{}", until_line, now.text(), drydock::token::encode_public_pem(previous)));
  if (!kept) return kept;
  return write_pair(next);
}

Result<std::optional<PublicKey>> SigningKeyFiles::find_key(std::string_view fingerprint) const {
  std::vector<std::string> errors;
  for (PreviousKey const& previous : read_previous(errors)) {
    if (previous.key.fingerprint() == fingerprint) return std::optional{previous.key};
  }
  auto const published = read_public(names_.public_key);
  if (!published) return published;
  if (*published && (*published)->fingerprint() == fingerprint) return published;
  auto const current = read_private();
  if (!current) return tl::make_unexpected(current.error());
  if (!*current || (*current)->public_key().fingerprint() != fingerprint) return std::nullopt;
  return std::optional{(*current)->public_key()};
}

Result<void> SigningKeyFiles::revoke_key(std::string_view fingerprint) {
  auto const key = find_key(fingerprint);
  if (!key) return tl::make_unexpected(key.error());
  if (!*key) {
    return fail(fmt::format("'{}' is the fingerprint of no key in {} or {}", fingerprint,
                            names_.public_key, previous_keys_));
  }
  return files_.write(file_of(revoked_keys_, **key), drydock::token::encode_public_pem(**key));
}

Result<void> SigningKeyFiles::revoke_token(RevokedToken const& token) {
  return files_.write(fmt::format("{}/{}", revoked_tokens_, token.token_id),
                      token.expires.text() + "\n");
}

Result<void> SigningKeyFiles::forget_previous(PublicKey const& key) {
  return files_.remove(file_of(previous_keys_, key));
}

}  // namespace drydock::moor::daemon
