#pragma once

#include <optional>
#include <string>

#include "reference/core/result.hpp"
#include "reference/files/atomic_file.hpp"
#include "reference/token/ed25519.hpp"

/// Signing keys as PEM files. No error holds any of their content.
namespace drydock::token {

using files::Existing;

/// Fail naming the path, and what is wrong with the file.
Result<SecretKey> read_private_key_file(std::string const& path);
Result<PublicKey> read_public_key_file(std::string const& path);

/// The key pair of two files. Fails where they do not belong together. Source: TK-10.
Result<SecretKey> read_key_pair(std::string const& private_path, std::string const& public_path);

/// Mode 0600 from the first instant. Source: TK-11.
Result<void> write_private_key_file(std::string const& path, SecretKey const& key,
                                    Existing existing);
/// Mode 0644.
Result<void> write_public_key_file(std::string const& path, PublicKey const& key,
                                   Existing existing);

/// A warning, with the file's mode, where others than its owner may read or write it.
std::optional<std::string> exposure_of(std::string const& path);

}  // namespace drydock::token
