#include "program/signing_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "program/config_directory.hpp"
#include "program/loose_files.hpp"
#include "reference/core/uuid.hpp"
#include "reference/files/directory_files.hpp"
#include "reference/token/key_file.hpp"

namespace drydock::program {
namespace {

namespace fs = std::filesystem;
using drydock::token::SecretKey;
using moor::daemon::SigningKeyFiles;

Result<fs::path> whole_path(char const* flag, std::string const& text) {
  fs::path const path{text};
  if (!path.has_filename()) return fail(fmt::format("{}: '{}' names no file", flag, text));
  return fs::absolute(path.is_absolute() ? path : fs::path{config_directory()} / path)
      .lexically_normal();
}

/// The directory that both are below.
fs::path common_directory(fs::path const& one, fs::path const& other) {
  fs::path const first = one.parent_path();
  fs::path const second = other.parent_path();
  auto const [end, ignored] =
      std::mismatch(first.begin(), first.end(), second.begin(), second.end());
  fs::path common;
  for (auto part = first.begin(); part != end; ++part) common /= *part;
  return common;
}

}  // namespace

void SigningKeys::add_flags(CommandLine& line) {
  line.option("--private-key", private_key,
              "what signs tokens, if strict; relative to the configuration's directory");
  line.option("--public-key", public_key, "its public half");
  line.flag("--generate-keypair", generate_,
            "makes these two if they are missing; only the strict profile has to be told");
  line.flag("--rotate-signing-key", rotate_,
            "only puts a new pair in their place, and ends; tokens of the old one stay good");
  line.option("--revoke-key", revoked_key_,
              "only has the tokens of the previous key with this fingerprint refused, and ends");
  line.option("--revoke-token", revoked_token_,
              "JTI[=EXP]: only has the token of that id, which expires then, refused, and ends");
}

Result<void> SigningKeys::open(moor::daemon::Defects const& defects) {
  auto const private_path = whole_path("--private-key", private_key);
  if (!private_path) return tl::make_unexpected(private_path.error());
  auto const public_path = whole_path("--public-key", public_key);
  if (!public_path) return tl::make_unexpected(public_path.error());
  if (*private_path == *public_path) {
    return fail(fmt::format("--public-key: '{}' is the private key's file", public_path->string()));
  }
  fs::path const root = common_directory(*private_path, *public_path);
  if (defects.has(moor::daemon::Defect::loose_signing_key)) {
    files_ = default_mode_files(root.string());
  } else {
    files_ = std::make_unique<files::DirectoryFiles>(root.string());
  }
  names_ = {private_path->lexically_relative(root).string(),
            public_path->lexically_relative(root).string()};
  return {};
}

bool SigningKeys::is_errand() const {
  return rotate_ || !revoked_key_.empty() || !revoked_token_.empty();
}

Result<void> SigningKeys::run_errand(moor::daemon::Settings const& settings, WallTime now) {
  SigningKeyFiles files{*files_, names_};
  if (rotate_) {
    if (auto const rotated = rotate(files, now); !rotated) return rotated;
  }
  if (!revoked_key_.empty()) {
    if (auto const revoked = revoke_key(files); !revoked) return revoked;
  }
  if (revoked_token_.empty()) return {};
  Duration const longest = std::max({settings.client_token_lifetime, settings.auth_token_lifetime,
                                     settings.host_token_lifetime, settings.worker_token_lifetime});
  return revoke_token(files, now + longest + settings.leeway);
}

Result<void> SigningKeys::rotate(SigningKeyFiles& files, WallTime now) const {
  auto const before = files.read_pair();
  if (auto const rotated = files.rotate(SecretKey::generate(), now); !rotated) return rotated;
  auto const after = files.read_pair();
  if (!after) return tl::make_unexpected(after.error());
  std::string const previous = before && *before ? (*before)->public_key().fingerprint() : "";
  fmt::print("{}\n", previous.empty()
                         ? fmt::format("{} signs; a rotation that was interrupted is finished",
                                       (*after)->public_key().fingerprint())
                         : fmt::format("{} signs; before it was {}",
                                       (*after)->public_key().fingerprint(), previous));
  return {};
}

Result<void> SigningKeys::revoke_key(SigningKeyFiles& files) const {
  auto const pair = files.read_pair();
  if (pair && *pair && (*pair)->public_key().fingerprint() == revoked_key_) {
    return fail(
        fmt::format("--revoke-key: '{}' signs; rotate to another one first: "
                    "--rotate-signing-key",
                    revoked_key_));
  }
  auto const revoked = files.revoke_key(revoked_key_);
  if (!revoked) return fail("--revoke-key: " + revoked.error().message);
  return {};
}

Result<void> SigningKeys::revoke_token(SigningKeyFiles& files, WallTime longest) const {
  std::size_t const equals = revoked_token_.find('=');
  auto const id = Uuid::parse(revoked_token_.substr(0, equals));
  if (!id) return fail("--revoke-token: " + id.error().message);
  WallTime expires = longest;
  if (equals != std::string::npos) {
    auto const given = WallTime::parse(revoked_token_.substr(equals + 1));
    if (!given) return fail("--revoke-token: " + given.error().message);
    expires = *given;
  }
  return files.revoke_token({id->text(), expires});
}

Result<void> SigningKeys::prepare(bool strict) {
  SigningKeyFiles files{*files_, names_};
  if (auto const finished = files.finish_rotation(); !finished) {
    return tl::make_unexpected(finished.error());
  }
  auto const pair = files.read_pair();
  if (!pair) return tl::make_unexpected(pair.error());
  if (*pair) return {};
  if (generate_ || !strict) return files.create(SecretKey::generate());
  return fail(
      fmt::format("the strict profile signs tokens, and {} and {} are missing; "
                  "--generate-keypair makes them",
                  whole_path("--private-key", private_key)->string(),
                  whole_path("--public-key", public_key)->string()));
}

}  // namespace drydock::program
